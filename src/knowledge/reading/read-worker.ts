// The child process that opens files: whatever a hostile file does to its reader happens here. Started by `read-in-child.ts`.
import { readDocument, type SourceFile } from './read-document.ts';
import type { ReadResult } from './read-in-child.ts';
import { segmentPassages } from './segment/segment.ts';

process.on('message', (file: SourceFile) => {
  void read(file).then((result) => process.send?.(result));
});
// A child without a parent has nothing left to do.
process.on('disconnect', () => process.exit(0));

async function read(file: SourceFile): Promise<ReadResult> {
  const outcome = await readDocument(file);
  return outcome.kind === 'read' ? { ...outcome, passages: segmentPassages(outcome.reading, outcome.title) } : outcome;
}
