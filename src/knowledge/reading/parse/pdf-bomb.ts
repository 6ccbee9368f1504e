// Finds compressed streams that unpack to absurd sizes before a PDF library, which has no limit of its own, opens the file.
import { inflateSync } from 'node:zlib';

/** Page contents and fonts of real documents unpack to a few megabytes at most; pictures are not unpacked for reading. */
const largestStreamBytes = 50_000_000;
const largestTotalBytes = 400_000_000;
/** The dictionary before a stream: long enough for filters and lengths. */
const dictionaryBytes = 600;

export function hasStreamBomb(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let total = 0;
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at + 6)) {
    if (file.toString('latin1', at - 3, at) === 'end') continue;
    const dictionary = lastDictionary(file.toString('latin1', Math.max(0, at - dictionaryBytes), at));
    const layers = dictionary.match(/\/(?:FlateDecode|Fl)\b/g)?.length ?? 0;
    if (layers === 0 || /\/Subtype\s*\/Image/.test(dictionary)) continue;
    const size = inflatedSize(file.subarray(afterLineEnd(file, at + 6)), layers);
    total += size;
    if (size > largestStreamBytes || total > largestTotalBytes) return true;
  }
  return false;
}

function lastDictionary(text: string): string {
  return text.slice(Math.max(0, text.lastIndexOf(' obj')));
}

function afterLineEnd(file: Buffer, at: number): number {
  if (file[at] === 13) return file[at + 1] === 10 ? at + 2 : at + 1;
  return file[at] === 10 ? at + 1 : at;
}

/** Streams that cannot be inflated (encrypted, damaged) are left to the library, which fails on them too. */
function inflatedSize(data: Buffer, layers: number): number {
  let content = data;
  try {
    for (let layer = 0; layer < layers; layer += 1) content = inflateSync(content, { maxOutputLength: largestStreamBytes });
  } catch (error) {
    return error instanceof RangeError ? Number.POSITIVE_INFINITY : 0;
  }
  return content.length;
}
