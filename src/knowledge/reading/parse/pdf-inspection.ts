// What the bytes of a PDF tell before a library, which has no limits of its own, opens the file: streams that unpack to absurd sizes, and
// actions that run something.
import { inflateSync } from 'node:zlib';

export interface PdfInspection {
  readonly isBomb: boolean;
  /** It starts a program, runs a script, or sends or loads data. */
  readonly isActive: boolean;
}

/** Page contents and fonts of real documents unpack to a few megabytes at most; pictures are not unpacked for reading. */
const largestStreamBytes = 50_000_000;
const largestTotalBytes = 400_000_000;
/** The dictionary before a stream: long enough for filters and lengths. */
const dictionaryBytes = 600;

export function inspectPdf(bytes: Uint8Array): PdfInspection {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let isActive = hasAction(file);
  let total = 0;
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at + 6)) {
    if (file.toString('latin1', at - 3, at) === 'end') continue;
    const dictionary = lastDictionary(file.toString('latin1', Math.max(0, at - dictionaryBytes), at));
    const layers = dictionary.match(/\/(?:FlateDecode|Fl)\b/g)?.length ?? 0;
    if (layers === 0 || /\/Subtype\s*\/Image/.test(dictionary)) continue;
    const content = inflated(file.subarray(afterLineEnd(file, at + 6)), layers);
    total += content === 'bomb' ? 0 : content.length;
    if (content === 'bomb' || total > largestTotalBytes) return { isBomb: true, isActive };
    // Objects that hold no stream may be packed together in one.
    isActive ||= /\/ObjStm\b/.test(dictionary) && hasAction(content);
  }
  return { isBomb: false, isActive };
}

const actions = ['/Launch', '/JavaScript', '/SubmitForm', '/ImportData'];

/** `/S /Launch`: the type of an action (ISO 32000-1, 12.6.4). */
function hasAction(content: Buffer): boolean {
  return actions.some((action) => {
    for (let at = content.indexOf(action); at >= 0; at = content.indexOf(action, at + 1))
      if (/\/S\s*$/.test(content.toString('latin1', Math.max(0, at - 6), at))) return true;
    return false;
  });
}

function lastDictionary(text: string): string {
  return text.slice(Math.max(0, text.lastIndexOf(' obj')));
}

function afterLineEnd(file: Buffer, at: number): number {
  if (file[at] === 13) return file[at + 1] === 10 ? at + 2 : at + 1;
  return file[at] === 10 ? at + 1 : at;
}

/** Streams that cannot be inflated (encrypted, damaged) are left to the library, which fails on them too. */
function inflated(data: Buffer, layers: number): Buffer | 'bomb' {
  let content = data;
  try {
    for (let layer = 0; layer < layers; layer += 1) content = inflateSync(content, { maxOutputLength: largestStreamBytes });
  } catch (error) {
    return error instanceof RangeError ? 'bomb' : Buffer.alloc(0);
  }
  return content;
}
