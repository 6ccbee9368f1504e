import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDraftReader, type Draft } from './read-drafts.ts';

const draft = fc.record({
  text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== ''),
  sources: fc.array(fc.string({ maxLength: 6 }), { maxLength: 3 }),
});
/** What models put around their objects; a quotation mark there opens nothing. */
const noise = fc.constantFrom('', '\n', '```json\n', '好的，如下：“', ', ', '"');

function readAll(pieces: readonly string[]): { readonly drafts: Draft[]; readonly isComplete: boolean | undefined } {
  const reader = createDraftReader();
  const drafts = pieces.flatMap((piece) => reader.push(piece));
  return { drafts, isComplete: reader.isComplete() };
}

function cut(text: string, places: readonly number[]): string[] {
  const ends = [...new Set(places.map((place) => place % (text.length + 1)))].sort((one, other) => one - other);
  return [0, ...ends].map((start, index) => text.slice(start, ends[index] ?? text.length));
}

describe('sentences', () => {
  test('are the same wherever the stream is cut, on lines of their own or inside one object', () => {
    fc.assert(
      fc.property(
        fc.array(draft, { maxLength: 5 }),
        fc.array(noise, { minLength: 6, maxLength: 6 }),
        fc.array(fc.nat()),
        (all, around, places) => {
          const expected = all.map(({ text, sources }) => ({ text: text.trim(), tokens: sources }));
          const lines = all.map((one, at) => `${around[at] ?? ''}${JSON.stringify(one)}`).join('') + '{"complete":true}';
          const nested = JSON.stringify({ sentences: all, complete: false });
          expect(readAll(cut(lines, places))).toEqual({ drafts: expected, isComplete: true });
          expect(readAll(cut(nested, places))).toEqual({ drafts: expected, isComplete: false });
        },
      ),
    );
  });

  test('never come out of anything else, and reading ends', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 400 })), (pieces) => {
        for (const { text, tokens } of readAll(pieces).drafts) {
          expect(text).not.toBe('');
          expect(Array.isArray(tokens)).toBe(true);
        }
      }),
    );
    const reader = createDraftReader();
    for (let line = 0; line < 100; line += 1) reader.push('{"text":"停车请遵守秩序。","sources":[]}\n');
    expect(reader.isOver()).toBe(true);
    const open = createDraftReader();
    open.push(`{"text":"${'停'.repeat(10_000)}`);
    expect(open.isOver()).toBe(true);
  });
});
