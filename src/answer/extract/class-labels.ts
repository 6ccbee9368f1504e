// Classes that a rule names by letters and numbers and defines once: D类为博士研究生, 四类会议是小型座谈会. Who asks names the thing, the
// figures stand by the class.
import type { Candidate } from './candidates.ts';
import type { Question } from './question.ts';
import { carries } from './wording.ts';

const definition =
  /(?<![\p{Script=Han}a-z\d])([a-z一二三四五六七八九十甲乙丙丁\d][类级档型])\p{Script=Han}{0,4}?(?:是指|是|为|指|[:：])((?:(?![a-z一二三四五六七八九十甲乙丙丁\d][类级档型])[^;；。]){2,100})/gu;
/** 博士算哪一类: the class itself is asked for. */
const asksClass = /(?:哪|什么|几)[一个]*[类级档型]/;
const classShare = 1;

interface Class {
  readonly label: string;
  /** How it is defined, and the word of the question that stands there. */
  readonly text: string;
  readonly word: string;
}

/** The question with the class that it means in place of the words that the class's definition, and no other's, holds. */
export function withClasses(question: Question, candidates: readonly Candidate[]): Question {
  const meant = asksClass.test(question.text) ? [] : classesMeant(question.words, candidates);
  if (meant.length === 0) return question;
  const replaced = ([wording]: readonly [string, number]): boolean => meant.some(({ text }) => carries(text, wording));
  const labels = meant.map(({ label, word }) => [label, classShare + (question.terms.get(word) ?? 0)] as const);
  return { ...question, terms: new Map([...[...question.terms].filter((term) => !replaced(term)), ...labels]) };
}

function classesMeant(words: readonly string[], candidates: readonly Candidate[]): Class[] {
  const defined = candidates.flatMap(({ normalized }) =>
    [...normalized.matchAll(definition)].map(([, label = '', text = '']) => ({ label, text })),
  );
  if (new Set(defined.map(({ label }) => label)).size < 2) return [];
  return words.flatMap((word) => {
    const [one, ...others] = defined.filter(({ text }) => carries(text, word));
    return one === undefined || others.some(({ label }) => label !== one.label) ? [] : [{ ...one, word }];
  });
}
