// The child process that opens files: whatever a hostile file does to its reader happens here. Started by `read-in-child.ts`.
import type { SourceFile } from './parse-file.ts';
import { readDocument } from './read-document.ts';

process.on('message', (file: SourceFile) => {
  void readDocument(file).then((result) => process.send?.(result));
});
// A child without a parent has nothing left to do.
process.on('disconnect', () => process.exit(0));
