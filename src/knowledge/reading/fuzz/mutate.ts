// Ways in which files break and attackers break them: bytes, lengths, cuts, and the text of the parts inside packages.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Random } from './random.ts';

export function mutate(bytes: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  let changed = bytes;
  const inside = random.below(2) === 0 ? withChangedPart(bytes, random) : undefined;
  if (inside !== undefined && random.below(4) > 0) return inside;
  changed = inside ?? changed;
  for (let count = 1 + random.below(5); count > 0; count -= 1) changed = random.pick(changes)(changed, random, others);
  return changed;
}

type Change = (bytes: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const largest = 2_000_000;

const changes: readonly Change[] = [
  (bytes, random) => (bytes.length === 0 ? bytes : bytes.with(random.below(bytes.length), random.below(256))),
  (bytes, random) => (bytes.length === 0 ? bytes : bytes.with(random.below(bytes.length), random.pick([0, 1, 0x7f, 0x80, 0xff]))),
  // A number where a length or an offset may stand.
  (bytes, random) => {
    if (bytes.length < 4) return bytes;
    const copy = Buffer.from(bytes);
    copy.writeUInt32LE(
      random.pick([0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 0xffff, bytes.length]),
      random.below(bytes.length - 3),
    );
    return new Uint8Array(copy);
  },
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), bytes.subarray(at + random.below(64)));
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    const noise = Uint8Array.from({ length: random.below(64) }, () => random.below(256));
    return joined(bytes.subarray(0, at), noise, bytes.subarray(at));
  },
  (bytes, random) => {
    if (bytes.length > largest) return bytes;
    const at = random.below(bytes.length + 1);
    const piece = bytes.subarray(at, at + 1 + random.below(256));
    return joined(bytes.subarray(0, at), ...Array.from({ length: random.pick([2, 16, 1000]) }, () => piece), bytes.subarray(at));
  },
  (bytes, random, others) => {
    const other = random.pick(others);
    const from = random.below(other.length);
    return joined(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(from));
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), strToU8(random.pick(words)), bytes.subarray(at));
  },
];

/** What means something to one of the parsers. */
const words = [
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '&#x110000;',
  '<!--',
  '<![CDATA[',
  '</w:p>',
  '<w:p>',
  '<table>',
  '<text:note><text:note-body>',
  '<table:table>',
  '{\\*\\bin99999999 ',
  '\\u-1?',
  '{'.repeat(2000),
  '<a>'.repeat(2000),
  '('.repeat(5000),
  '"',
  ',\n'.repeat(500),
  '\r\n\r\n--B\r\n',
  'Content-Type: multipart/mixed; boundary="B"\r\n',
  'stream\nendstream',
  '/Filter [/FlateDecode /FlateDecode]',
  '/Kids [2 0 R]',
  '《'.repeat(500),
  '〔2024〕',
  '有效期五年'.repeat(50),
  '\0\0\0\0',
  '\ufeff',
  ' | ',
];

function withChangedPart(bytes: Uint8Array, random: Random): Uint8Array | undefined {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return undefined;
  const parts = unzipSync(bytes);
  const name = random.pick(Object.keys(parts));
  const content = parts[name];
  if (content === undefined) return undefined;
  let text = strFromU8(content, true);
  for (let count = 1 + random.below(4); count > 0; count -= 1) text = changedText(text, random);
  return zipSync({ ...parts, [name]: strToU8(text, true) });
}

/** Elements left out, doubled or nested; attributes with numbers that no document has. */
function changedText(text: string, random: Random): string {
  const tags = [...text.matchAll(/<[^>]*>/g)];
  const tag = tags.length === 0 ? undefined : random.pick(tags);
  const at = tag?.index ?? random.below(text.length + 1);
  const end = at + (tag?.[0].length ?? random.below(8));
  const [before, piece, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  switch (random.below(6)) {
    case 0:
      return before + after;
    case 1:
      return before + piece.repeat(random.pick([2, 3, 1200])) + after;
    case 2:
      return before + piece.replace(/"[^"]*"/g, () => `"${random.pick(numbers)}"`) + after;
    case 3:
      return text.replace(/\d+/g, (digits) => (random.below(4) === 0 ? random.pick(numbers) : digits));
    case 4:
      return before + random.pick(words) + after;
    default:
      return before + piece + text.slice(random.below(text.length + 1));
  }
}

const numbers = [
  '0',
  '-1',
  '1e308',
  'NaN',
  '',
  '4294967295',
  '99999999999999999999',
  '1048576',
  '../../../etc/passwd',
  'ZZZ1048576',
  'g 99999999 1',
];
