import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explainerFor } from './explain.ts';

const passage = {
  title: '霁川市居家养老服务办法',
  headingPath: [],
  text: '第十二条　年滿六十周岁的老年人，可以申请每月５００元的养老服务补贴。',
};

function highlighted(query: string): string[] {
  return explainerFor(query)(passage).highlights.map(({ start, end }) => passage.text.slice(start, end));
}

test('what matched is named in the words of the question, and marked in the words of the passage', () => {
  const explanation = explainerFor('年满60周岁怎么申请養老补贴，有伴侣吗')(passage);
  expect(explanation.matchedTerms).toEqual(expect.arrayContaining(['申请', '養老', '补贴', '60']));
  expect(explanation.missingTerms).toEqual(['伴侣']);
  expect(highlighted('年满60周岁怎么申请養老补贴')).toEqual(expect.arrayContaining(['申请', '养老', '补贴']));
});

test('numbers and widths written differently are still marked', () => {
  expect(highlighted('补贴500元')).toContain('５００元');
  expect(highlighted('第12条').join('')).toContain('十二');
});

test('a word of the title counts as matched without a mark in the text', () => {
  expect(explainerFor('居家')(passage)).toEqual({ matchedTerms: ['居家'], missingTerms: [], highlights: [], isRelated: true });
});

test('a passage that shares single characters only is not related', () => {
  expect(explainerFor('老鼠')(passage).isRelated).toBe(false);
  expect(explainerFor('老')(passage).isRelated).toBe(true);
});

test('marks lie inside the text, in order, apart from each other', () => {
  const text = fc
    .array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('養老', '第十二条', '1,000元', '二〇二四年')))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (query, body) => {
      const { highlights } = explainerFor(query)({ title: '', headingPath: [], text: body });
      let before = -1;
      for (const { start, end } of highlights) {
        expect(start).toBeGreaterThan(before);
        expect(end).toBeGreaterThan(start);
        before = end;
      }
      expect(before).toBeLessThanOrEqual(body.length);
    }),
  );
});
