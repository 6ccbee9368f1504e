import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSseReader, defaultMaxEventBytes, type SseItem } from './sse-reader.ts';

const lineEnds = fc.constantFrom('\n', '\r\n', '\r');
/** Payload lines in Chinese, emoji and ASCII; a leading space would belong to the field. */
const line = fc.string({ unit: fc.constantFrom('政', '策', '😀', 'é', 'a', '"', ':', ' ', '{'), maxLength: 12 }).map((text) => `x${text}`);
const block = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  spaced: fc.boolean(),
  comment: fc.boolean(),
  ends: fc.array(lineEnds, { minLength: 6, maxLength: 6 }),
});

describe('the reader of server-sent events', () => {
  it('gives the same events however the bytes are cut and whatever ends the lines', () => {
    fc.assert(
      fc.property(fc.array(block), fc.boolean(), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (blocks, marked, cuts) => {
        const bytes = Buffer.from((marked ? '\uFEFF' : '') + blocks.map(written).join(''));
        const items = readIn(bytes, cuts);
        expect(dataOf(items)).toEqual(blocks.map(({ lines }) => lines.join('\n')));
        expect(originalBytes(items).equals(bytes)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('tells comments and blank lines apart from events, as soon as their line is over', () => {
    const reader = createSseReader();
    expect(reader.read(Buffer.from(': keep-alive\n')).map(({ kind }) => kind)).toEqual(['keep-alive']);
    expect(reader.read(Buffer.from('\n\n')).map(({ kind }) => kind)).toEqual(['keep-alive', 'keep-alive']);
    expect(reader.read(Buffer.from('retry: 10\n\n')).map(({ kind }) => kind)).toEqual(['keep-alive']);
    expect(dataOf(reader.read(Buffer.from('data: x\n: note\n\n')))).toEqual(['x']);
  });

  it('does not wait for the line feed of a pair to give out an event', () => {
    const reader = createSseReader();
    expect(dataOf(reader.read(Buffer.from('data: x\r\n\r')))).toEqual(['x']);
    expect(reader.read(Buffer.from('\n'))).toEqual([]);
    expect(dataOf(reader.read(Buffer.from('data: y\r\r')))).toEqual(['y']);
  });

  it.each([
    ['without a space', 'data:a\n\n', ['a']],
    ['one space only belongs to the field', 'data:  a\n\n', [' a']],
    ['an empty line of data', 'data:\n\n', ['']],
    ['a field without a colon', 'data\n\n', ['']],
    ['other fields', 'event: x\nid: 7\ndata: a\nretry: 5\n\n', ['a']],
    ['a name that only begins alike', 'database: a\n\ndata: b\n\n', ['b']],
    ['a byte order mark, at the beginning only', '\uFEFFdata: a\n\n\uFEFFdata: b\n\n', ['a']],
  ])('reads %s', (_, text, expected) => {
    expect(dataOf(readIn(Buffer.from(text), [100]))).toEqual(expected);
  });

  it('knows fields by their whole name', () => {
    const items = readIn(Buffer.from('event: error\ndatabase: no\ndata\ndata:  two\nid: 7\n\n'), [100]);
    expect(items).toMatchObject([{ kind: 'event', name: 'error', data: '\n two' }]);
  });

  it('hands out the original bytes as slices of what arrived', () => {
    const bytes = Buffer.from('data: a\n\n: wait\n\ndata: b\n\ndata: c');
    const items = createSseReader().read(bytes);
    expect(originalBytes(items).toString()).toBe('data: a\n\n: wait\n\ndata: b\n\n');
    for (const item of items) expect(item.kind !== 'too-large' && item.bytes.buffer === bytes.buffer).toBe(true);
  });

  it('reads what the stream left unfinished', () => {
    const reader = createSseReader();
    expect(dataOf(reader.read(Buffer.from('data: a\n\ndata: [DONE]')))).toEqual(['a']);
    expect(reader.end()).toMatchObject({ kind: 'event', data: '[DONE]' });
    expect(reader.end()).toBeUndefined();
  });

  it('reads an event of a megabyte in small pieces, in time that grows with its length', () => {
    const data = '公'.repeat(349_000);
    expect(dataOf(readIn(Buffer.from(`data: ${data}\n\n`), [7]))).toEqual([data]);
  });

  it('refuses an event beyond the bound, keeps none of it and reads nothing more', () => {
    for (const cuts of [[1000], [10_000_000]]) {
      const items = readIn(Buffer.from(`data: ok\n\ndata: ${'x'.repeat(defaultMaxEventBytes)}\n\ndata: later\n\n`), cuts);
      expect(items.map(({ kind }) => kind)).toEqual(['event', 'too-large']);
    }
    const small = createSseReader({ maxEventBytes: 20 });
    expect(small.read(Buffer.from('data: 12345678901234567890')).map(({ kind }) => kind)).toEqual(['too-large']);
    expect([small.read(Buffer.from('\n\ndata: y\n\n')), small.end()]).toEqual([[], undefined]);
  });

  it('never throws, and returns every byte, whatever the bytes are', () => {
    const likely = fc.constantFrom(...Buffer.from('\r\n:data \uFEFF'), 0, 255);
    const bytes = fc.array(fc.oneof(likely, fc.integer({ min: 0, max: 255 })), { maxLength: 300 }).map((list) => Buffer.from(list));
    fc.assert(
      fc.property(bytes, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (input, cuts) => {
        const items = readIn(input, cuts);
        expect(originalBytes(items).equals(input)).toBe(true);
        expect(dataOf(items)).toEqual(dataOf(readIn(input, [input.length + 1])));
      }),
      { numRuns: 1000 },
    );
  });
});

function written({ lines, spaced, comment, ends }: typeof block extends fc.Arbitrary<infer Block> ? Block : never): string {
  const all = [...(comment ? [': note'] : []), ...lines.map((text) => `data:${spaced ? ' ' : ''}${text}`), ''];
  // A return and the line feed of an empty line after it would be one line end.
  const endOf = (index: number) => (text(index - 1) === '\r' && all[index] === '' && text(index) === '\n' ? '\r\n' : text(index));
  const text = (index: number) => ends[index] ?? '\n';
  return all.map((line, index) => line + endOf(index)).join('');
}

/** Everything that comes out when the bytes arrive in pieces of these sizes, over and over. */
function readIn(bytes: Buffer, cuts: readonly number[]): readonly SseItem[] {
  const reader = createSseReader();
  const items: SseItem[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = cuts[turn % cuts.length] ?? 1;
    // A copy, as the network gives it: slices of one buffer would hide a reader that looks past its bytes.
    items.push(...reader.read(Buffer.from(bytes.subarray(at, at + size))));
    at += size;
  }
  const rest = reader.end();
  return rest ? [...items, rest] : items;
}

function dataOf(items: readonly SseItem[]): string[] {
  return items.flatMap((item) => (item.kind === 'event' ? [item.data] : []));
}

function originalBytes(items: readonly SseItem[]): Buffer {
  return Buffer.concat(items.flatMap((item) => (item.kind === 'too-large' ? [] : [item.bytes])));
}
