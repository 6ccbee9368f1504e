import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureSize } from '../parse/picture-size.ts';
import { putRight } from './confusions.ts';
import { decodeLine } from './ppocr/decode-line.ts';
import { grown, smallestRectangle } from './ppocr/rectangles.ts';
import { textRegions } from './ppocr/text-regions.ts';

describe('signs that are taken for one another', () => {
  it.each([
    ['临政发（2025）12号', '临政发〔2025〕12号'],
    ['[2022]14号）和《办法》', '〔2022〕14号）和《办法》'],
    ['国发【2021]5号', '国发〔2021〕5号'],
    ['内部*1年', '内部★1年'],
    ['2O25年3月', '2025年3月'],
    ['抄送:市委办公室', '抄送：市委办公室'],
    ['增长（2025）', '增长（2025）'],
    ['http://a.cn', 'http://a.cn'],
  ])('%s is %s', (read, right) => {
    expect(putRight(read)).toBe(right);
  });

  it('are replaced one for one, and once for all', () => {
    const text = fc.string({ unit: fc.constantFrom(...'临发〔【[（(2O05]】）)号年:,*★ 秘密内部第'), maxLength: 30 });
    fc.assert(
      fc.property(text, (read) => {
        expect(putRight(read)).toHaveLength(read.length);
        expect(putRight(putRight(read))).toBe(putRight(read));
      }),
    );
  });
});

describe('a line of likelihoods', () => {
  it('gives back the characters that were written into it, with their places in order', () => {
    const alphabet = [...'规定停车'];
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), (letters, held) => {
        const strides = letters.flatMap((letter) => [...Array.from({ length: held }, () => letter + 1), 0]);
        const scores = new Float32Array(strides.flatMap((best) => Array.from({ length: 5 }, (_, index) => (index === best ? 0.9 : 0.02))));
        const found = decodeLine(scores, alphabet);
        expect(found.map(({ text }) => text)).toEqual(letters.map((letter) => alphabet[letter]));
        expect(found.every(({ from, to }, index) => from < to && from >= (found[index - 1]?.to ?? 0))).toBe(true);
      }),
    );
  });
});

describe('regions of text', () => {
  it('are found wherever they lie, and hold all their pixels', () => {
    const place = fc.record({
      x: fc.nat({ max: 60 }),
      y: fc.nat({ max: 20 }),
      width: fc.integer({ min: 8, max: 40 }),
      height: fc.integer({ min: 5, max: 10 }),
    });
    fc.assert(
      fc.property(place, ({ x, y, width, height }) => {
        const values = new Float32Array(120 * 40);
        for (let row = y; row < y + height; row += 1) values.fill(0.9, row * 120 + x, row * 120 + x + width);
        const [region, ...others] = textRegions({ width: 120, height: 40, values });
        expect(others).toEqual([]);
        expect(region?.width).toBeGreaterThanOrEqual(width);
        expect(region?.corners[0].x).toBeLessThanOrEqual(x);
        expect(region?.corners[2].y).toBeGreaterThanOrEqual(y + height);
      }),
    );
  });

  it('keep their angle, and grow by as much on every side', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.6, max: 0.6, noNaN: true }), (angle) => {
        const at = (u: number, v: number) => ({
          x: 100 + u * Math.cos(angle) - v * Math.sin(angle),
          y: 100 + u * Math.sin(angle) + v * Math.cos(angle),
        });
        const rectangle = smallestRectangle([at(0, 0), at(80, 0), at(80, 20), at(0, 20)]);
        const [a, b] = grown(rectangle, 4).corners;
        expect(Math.atan2(b.y - a.y, b.x - a.x)).toBeCloseTo(angle, 1);
        expect(Math.hypot(b.x - a.x, b.y - a.y)).toBeCloseTo(rectangle.width + 8, 5);
      }),
    );
  });
});

describe('the size of a picture', () => {
  it('is undefined for whatever is none, and never an error', () => {
    fc.assert(
      fc.property(fc.constantFrom([0xff, 0xd8], [0x42, 0x4d], [0x89, 0x50, 0x4e, 0x47]), fc.uint8Array({ maxLength: 60 }), (head, rest) => {
        const size = pictureSize(new Uint8Array([...head, ...rest]));
        expect(size === undefined || Number.isInteger(size.width)).toBe(true);
      }),
    );
  });
});
