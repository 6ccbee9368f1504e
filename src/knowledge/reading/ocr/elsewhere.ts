// An engine outside of this process: another program or a service, which a child that reads files can neither start nor reach. The picture
// goes to the parent, which may, and the lines come back.
import type { Grade } from '../../../base/grade.ts';
import type { OcrEngine, OcrLine } from './ocr-engine.ts';

/** Recognises the text of a picture (PNG) that bears a grade; rejects where that may not be sent there, or the engine fails. */
export type RecogniseElsewhere = (picture: Uint8Array, grade: Grade) => Promise<readonly OcrLine[]>;

/** From the child to the parent. */
export interface PictureToRecognise {
  readonly kind: 'picture';
  readonly png: Uint8Array;
}

/** From the parent to the child; a failure ends the child, so there is no other answer. */
export interface RecognisedLines {
  readonly kind: 'lines';
  readonly lines: readonly OcrLine[];
}

/** Pages are recognised one after the other, so the answer is to the last question. */
export function createEngineElsewhere(): OcrEngine & { readonly receive: (answer: RecognisedLines) => void } {
  let resolveLast: (lines: readonly OcrLine[]) => void = () => {};
  return {
    recognise: (picture) =>
      new Promise((resolve) => {
        resolveLast = resolve;
        process.send?.({ kind: 'picture', png: new Uint8Array(picture.toBuffer('image/png')) } satisfies PictureToRecognise);
      }),
    receive: ({ lines }) => resolveLast(lines),
  };
}
