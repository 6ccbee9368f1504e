// The child process that opens files: whatever a hostile file does to its reader happens here. Started by `read-in-child.ts`.
import type { SourceFile } from './parse-file.ts';
import { readDocument } from './read-document.ts';
import type { PageRead } from './read-in-child.ts';

/** So many steps are told of a long document. */
const steps = 20;

process.on('message', (file: SourceFile) => {
  const onPage = (done: number, pages: number): void => {
    if (Math.floor((done * steps) / pages) > Math.floor(((done - 1) * steps) / pages))
      process.send?.({ kind: 'page-read', done, pages } satisfies PageRead);
  };
  void readDocument(file, { onPage }).then((result) => process.send?.(result));
});
// A child without a parent has nothing left to do.
process.on('disconnect', () => process.exit(0));
