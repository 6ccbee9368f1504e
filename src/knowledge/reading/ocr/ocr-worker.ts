// The child process that recognises text: apart from the one that reads, since it needs five times its memory. Started by `read-with-ocr.ts`.
import type { SourceFile } from '../parse-file.ts';
import { readDocument } from '../read-document.ts';
import type { PageRead } from '../read-in-child.ts';
import { createPpOcr } from './ppocr/ppocr.ts';

const engine = createPpOcr();

process.on('message', (file: SourceFile) => {
  const onPage = (done: number, pages: number): void => {
    process.send?.({ kind: 'page-read', done, pages } satisfies PageRead);
  };
  void engine.then((ready) => readDocument(file, { recognition: { engine: ready }, onPage })).then((result) => process.send?.(result));
});
// A child without a parent has nothing left to do.
process.on('disconnect', () => process.exit(0));
