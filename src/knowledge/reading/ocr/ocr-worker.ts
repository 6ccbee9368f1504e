// The child process that recognises text: apart from the one that reads, since it needs five times its memory. Started by `read-with-ocr.ts`.
import type { SourceFile } from '../parse-file.ts';
import { readDocument } from '../read-document.ts';
import type { PageRead } from '../read-in-child.ts';
import { createEngineElsewhere, type RecognisedLines } from './elsewhere.ts';

const elsewhere = process.argv[2] === 'elsewhere' ? createEngineElsewhere() : undefined;
const engine = elsewhere ?? import('./ppocr/ppocr.ts').then(({ createPpOcr }) => createPpOcr());

process.on('message', (message: SourceFile | RecognisedLines) => {
  if ('kind' in message) return elsewhere?.receive(message);
  const onPage = (done: number, pages: number): void => {
    process.send?.({ kind: 'page-read', done, pages } satisfies PageRead);
  };
  void Promise.resolve(engine)
    .then((ready) => readDocument(message, { recognition: { engine: ready }, onPage }))
    .then((result) => process.send?.(result));
});
// A child without a parent has nothing left to do.
process.on('disconnect', () => process.exit(0));
