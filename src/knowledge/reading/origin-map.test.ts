import { describe, expect, it } from 'vitest';
import { originOf } from './origin-map.ts';
import type { OriginMap } from './reading.ts';

describe('originOf', () => {
  it('merges touching places and keeps places apart that do not touch', () => {
    const map: OriginMap = {
      runs: [
        { start: 0, length: 4, origin: { kind: 'text', at: 10, length: 4 } },
        { start: 4, length: 3, origin: { kind: 'text', at: 14, length: 3 } },
        { start: 7, length: 2, origin: { kind: 'text', at: 30, length: 2 } },
      ],
    };
    expect(originOf(map, 2, 9)).toEqual([
      { kind: 'text', start: 12, end: 17 },
      { kind: 'text', start: 30, end: 32 },
    ]);
  });

  it('gives a folded piece as a whole', () => {
    const map: OriginMap = { runs: [{ start: 0, length: 1, origin: { kind: 'text', at: 5, length: 6 } }] };
    expect(originOf(map, 0, 1)).toEqual([{ kind: 'text', start: 5, end: 11 }]);
  });

  it('keeps paragraphs of a flow format apart', () => {
    const map: OriginMap = {
      runs: [
        { start: 0, length: 2, origin: { kind: 'paragraph', paragraph: 0, at: 0, length: 2 } },
        { start: 3, length: 2, origin: { kind: 'paragraph', paragraph: 1, at: 0, length: 2 } },
      ],
    };
    expect(originOf(map, 1, 4)).toEqual([
      { kind: 'paragraph', paragraph: 0, start: 1, end: 2 },
      { kind: 'paragraph', paragraph: 1, start: 0, end: 1 },
    ]);
  });

  it('interpolates boxes inside a text item and joins them line by line', () => {
    const box = (x: number, y: number) => ({ x, y, width: 40, height: 10 });
    const map: OriginMap = {
      runs: [
        { start: 0, length: 4, origin: { kind: 'page', page: 1, box: box(0, 0) } },
        { start: 4, length: 4, origin: { kind: 'page', page: 1, box: box(40, 0) } },
        { start: 8, length: 4, origin: { kind: 'page', page: 1, box: box(0, 20) } },
      ],
    };
    expect(originOf(map, 2, 10)).toEqual([
      {
        kind: 'page',
        page: 1,
        boxes: [
          { x: 20, y: 0, width: 60, height: 10 },
          { x: 0, y: 20, width: 20, height: 10 },
        ],
      },
    ]);
  });

  it('finds nothing for an empty span', () => {
    expect(originOf({ runs: [{ start: 0, length: 4, origin: { kind: 'text', at: 0, length: 4 } }] }, 2, 2)).toEqual([]);
  });
});
