// One block of an event stream: the lines up to an empty one.

export interface SseBlock {
  readonly data: string;
  /** What its `event:` line says. */
  readonly name: string | undefined;
}

const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const colon = 58;
const dataWord = Buffer.from('data');
const eventWord = Buffer.from('event');
const byteOrderMark = Buffer.from('\uFEFF');

/** Undefined for a block without data: comments, blank lines. Bytes that are no UTF-8 become U+FFFD, as in every browser. */
export function parseBlock(bytes: Buffer, isFirst: boolean): SseBlock | undefined {
  let data: string | undefined;
  let name: string | undefined;
  for (let start = isFirst && startsWith(bytes, 0, byteOrderMark) ? 3 : 0; start < bytes.length; ) {
    const end = lineEnd(bytes, start);
    const value = valueStart(bytes, start, end, dataWord);
    if (value >= 0) {
      const line = bytes.toString('utf8', value, end);
      data = data === undefined ? line : `${data}\n${line}`;
    } else {
      const nameStart = valueStart(bytes, start, end, eventWord);
      if (nameStart >= 0) name = bytes.toString('utf8', nameStart, end);
    }
    start = end + 1;
  }
  return data === undefined ? undefined : { data, name };
}

/** A pair CR LF gives an empty line more, which says nothing. */
function lineEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== lineFeed && bytes[at] !== carriageReturn) at += 1;
  return at;
}

/** Where the value of a line with this field begins, -1 if it is another field. A field without colon has an empty value. */
function valueStart(bytes: Buffer, start: number, end: number, field: Buffer): number {
  const after = start + field.length;
  if (after > end || !startsWith(bytes, start, field)) return -1;
  if (after === end) return end;
  if (bytes[after] !== colon) return -1;
  return after + 1 < end && bytes[after + 1] === space ? after + 2 : after + 1;
}

function startsWith(bytes: Buffer, at: number, word: Buffer): boolean {
  for (let index = 0; index < word.length; index += 1) if (bytes[at + index] !== word[index]) return false;
  return true;
}
