import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piecesOf } from './pieces.ts';

const spans = fc.array(fc.record({ start: fc.integer({ min: -5, max: 40 }), end: fc.integer({ min: -5, max: 40 }) }), { maxLength: 6 });

describe('pieces of a marked text', () => {
  it('are the text again when joined, whatever the spans', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), spans, (text, marked) => {
        const pieces = piecesOf(text, marked);
        expect(pieces.map(({ content }) => content).join('')).toBe(text);
        expect(new Set(pieces.map(({ start }) => start)).size).toBe(pieces.length);
      }),
    );
  });

  it('mark every character that lies in a span, and no other', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 30 }), spans, (text, marked) => {
        const flags = piecesOf(text, marked).flatMap(({ content, isMarked }) => Array.from({ length: content.length }, () => isMarked));
        expect(flags).toEqual(Array.from({ length: text.length }, (_, at) => marked.some(({ start, end }) => start <= at && at < end)));
      }),
    );
  });
});
