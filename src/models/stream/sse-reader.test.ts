import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSseReader, type SseEvent } from './sse-reader.ts';

function readIn(pieces: readonly Buffer[]): SseEvent[] {
  const reader = createSseReader();
  return pieces.flatMap((piece) => reader.push(piece));
}
const read = (text: string): SseEvent[] => readIn([Buffer.from(text)]);
const dataOf = (events: readonly SseEvent[]): string[] => events.flatMap(({ data }) => (data === undefined ? [] : [data]));
const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const places = [0, ...at.map((place) => place % (bytes.byteLength + 1)).toSorted((left, right) => left - right), bytes.byteLength];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
};
const bytesOf = (events: readonly SseEvent[]): string => Buffer.concat(events.map(({ raw }) => raw)).toString('latin1');
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

describe('an event', () => {
  test.each([
    ['one line', 'data: a\n\n', ['a']],
    ['without a space', 'data:a\n\n', ['a']],
    ['one space only belongs to the field', 'data:  a\n\n', [' a']],
    ['several lines', 'data: a\ndata: b\n\n', ['a\nb']],
    ['an empty line of data', 'data:\n\n', ['']],
    ['a field without a colon', 'data\n\n', ['']],
    ['other fields', 'event: x\nid: 7\ndata: a\nretry: 5\n\n', ['a']],
    ['a name that only begins alike', 'database: a\n\ndata: b\n\n', ['b']],
    ['a byte order mark', '\uFEFFdata: a\n\n', ['a']],
    ['Chinese', 'data: {"文":"政务"}\n\n', ['{"文":"政务"}']],
  ])('is read: %s', (_, text, expected) => {
    expect(dataOf(read(text))).toEqual(expected);
  });

  test('of comments alone has no data, and comments beside data do not belong to it', () => {
    expect(read(': keep-alive\n\n')).toMatchObject([{ data: undefined }]);
    expect(dataOf(read(': busy\ndata: a\n\n'))).toEqual(['a']);
  });

  test('that never ended is told, and is none', () => {
    const reader = createSseReader();
    expect(reader.push(Buffer.from('data: a\n\ndata: b'))).toHaveLength(1);
    expect(reader.hasPartial()).toBe(true);
    expect(reader.push(Buffer.from('\n'))).toEqual([]);
    expect(reader.hasPartial()).toBe(true);
    expect(reader.push(Buffer.from('\n'))).toHaveLength(1);
    expect(reader.hasPartial()).toBe(false);
  });

  test('of a megabyte is read, and a larger one fails while it arrives', () => {
    const large = 'x'.repeat(1024 * 1024);
    expect(dataOf(read(`data: ${large}\n\n`))).toEqual([large]);
    const reader = createSseReader(1000);
    expect(() => {
      for (let piece = 0; piece < 100; piece += 1) reader.push(Buffer.from('data: never ends'));
    }).toThrow(RangeError);
  });
});

describe('however the bytes are cut', () => {
  const stream = fc
    .array(fc.record({ lines: fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 3 }), comment: fc.boolean() }), {
      maxLength: 6,
    })
    .map((events) => events.map(({ lines, ...rest }) => ({ lines: lines.map((line) => line.replace(/[\r\n\uFEFF]/g, '')), ...rest })));
  const pieces = fc.array(fc.nat(), { maxLength: 20 });

  test('the same events come out, with the same bytes', () => {
    fc.assert(
      fc.property(stream, lineEnd, pieces, (events, end, at) => {
        const text = events
          .map(({ lines, comment }) => `${comment ? `: 等待${end}` : ''}${lines.map((line) => `data: ${line}${end}`).join('')}${end}`)
          .join('');
        const bytes = Buffer.from(text);
        const whole = readIn([bytes]);
        const cutUp = readIn(cut(bytes, at));
        expect(dataOf(whole)).toEqual(events.map(({ lines }) => Buffer.from(lines.join('\n')).toString()));
        expect(dataOf(cutUp)).toEqual(dataOf(whole));
        // An LF that comes after the CR of a last blank line is not waited for.
        expect(bytesOf(cutUp).trimEnd()).toBe(bytesOf(whole).trimEnd());
      }),
    );
  });

  test('line ends may be mixed', () => {
    fc.assert(
      fc.property(fc.array(lineEnd, { minLength: 4, maxLength: 4 }), pieces, ([a, b, c, d], at) => {
        const bytes = Buffer.from(`data: 一${a}data: 二${b}${b}data: 三${c}${d === '\n' && c === '\r' ? '\r' : d}`);
        expect(dataOf(readIn(cut(bytes, at)))).toEqual(['一\n二', '三']);
      }),
    );
  });

  test('any bytes at all neither fail nor are lost', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), pieces, (random, at) => {
        const bytes = Buffer.from(random);
        const events = readIn(cut(bytes, at));
        const passedOn = Buffer.concat(events.map(({ raw }) => raw));
        expect(bytes.subarray(0, passedOn.byteLength).equals(passedOn)).toBe(true);
      }),
    );
  });
});
