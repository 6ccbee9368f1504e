// The records of a binary workbook ([MS-XLS]): a type, a length, a body. Long bodies go on in CONTINUE records.
import { MalformedFile } from './malformed-file.ts';

export interface XlsRecord {
  readonly type: number;
  readonly body: Buffer;
  /** Bodies of the CONTINUE records that follow. */
  readonly more: readonly Buffer[];
}

/** Types that tell how the others are to be read (2.3.1). */
export const recordType = { start: 0x809, end: 0x0a, password: 0x2f, sheet: 0x85 } as const;
const continueType = 0x3c;
const mostRecords = 3_000_000;

export function* xlsRecords(stream: Buffer, start = 0): Generator<XlsRecord> {
  let count = 0;
  for (let at = start; at + 4 <= stream.length; count += 1) {
    if (count > mostRecords) throw new MalformedFile('more records than a document has', 'decompression-bomb');
    const type = stream.readUInt16LE(at);
    const body = bodyAt(stream, at);
    at += 4 + body.length;
    const more: Buffer[] = [];
    while (at + 4 <= stream.length && stream.readUInt16LE(at) === continueType) {
      const next = bodyAt(stream, at);
      more.push(next);
      at += 4 + next.length;
    }
    yield { type, body, more };
  }
}

function bodyAt(stream: Buffer, at: number): Buffer {
  const end = at + 4 + stream.readUInt16LE(at + 2);
  if (end > stream.length) throw new MalformedFile('a record beyond the end of the workbook');
  return stream.subarray(at + 4, end);
}

/** Reads on over the ends of bodies; letters that go on in the next body state their width anew there. */
export class RecordReader {
  private readonly bodies: readonly Buffer[];
  private index = 0;
  private at: number;

  constructor({ body, more }: Pick<XlsRecord, 'body' | 'more'>, at = 0) {
    this.bodies = [body, ...more];
    this.at = at;
  }

  byte(): number {
    return this.body().readUInt8(this.at++);
  }

  word(): number {
    return this.byte() + this.byte() * 0x100;
  }

  double(): number {
    return this.word() + this.word() * 0x10000;
  }

  skip(bytes: number): void {
    for (let left = bytes; left > 0; ) {
      const step = Math.min(left, this.body().length - this.at);
      this.at += step;
      left -= step;
    }
  }

  /** A string whose length in characters is known: flags, then what they announce, letters, then formats and phonetics (2.5.293). */
  richText(length: number): string {
    const flags = this.byte();
    const formats = (flags & 8) === 0 ? 0 : this.word();
    const phonetics = (flags & 4) === 0 ? 0 : this.double();
    const text = this.letters(length, (flags & 1) !== 0);
    this.skip(formats * 4 + phonetics);
    return text;
  }

  private letters(length: number, startsWide: boolean): string {
    let isWide = startsWide;
    let text = '';
    for (let left = length; left > 0; ) {
      if (this.at >= this.current().length) {
        this.next();
        isWide = (this.byte() & 1) !== 0;
      }
      const width = isWide ? 2 : 1;
      const count = Math.min(left, Math.floor((this.current().length - this.at) / width));
      if (count === 0) throw new MalformedFile('half a letter at the end of a record');
      text += this.current().toString(isWide ? 'utf16le' : 'latin1', this.at, this.at + count * width);
      this.at += count * width;
      left -= count;
    }
    return text;
  }

  private body(): Buffer {
    while (this.at >= this.current().length) this.next();
    return this.current();
  }

  private current(): Buffer {
    const body = this.bodies[this.index];
    if (body === undefined) throw new MalformedFile('a text beyond the end of its record');
    return body;
  }

  private next(): void {
    this.index += 1;
    this.at = 0;
  }
}
