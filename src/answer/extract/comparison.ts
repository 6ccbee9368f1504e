// Which of two things a text says is the greater: 高于, 比……低, 是……的1.25倍.
import type { Gap } from './evidence.ts';

interface Comparison {
  readonly words: string;
  readonly direction: 'more' | 'less';
  /** What stands before and what it is compared with. */
  readonly left: string;
  readonly right: string;
}

const more = '高于|大于|多于|超过|优于|领先于?|早于|快于|强于';
const less = '低于|小于|少于|不及|不如|落后于?|劣于|晚于|慢于|弱于';
const direct = new RegExp(`(${more})|(${less})`, 'g');
const withBi = /比(?!例|重|较|率|如|值|赛|特|对|拟)([^，。,;；？?比]{1,16}?)(?:更|要|还)?(?:([高大多快强好早优])|([低小少慢弱差晚劣]))/g;
const multiple = /[是为]([^，。,;；]{2,24}?)的?\s*(\d+(?:\.\d+)?|[二三四五六七八九十两数几]+)\s*(?:余|多)?倍/g;
/** How far from the comparing word a compared thing may stand. */
const reach = 16;

export function findComparisonConflict(question: string, sentence: string): Gap | undefined {
  const said = comparisons(sentence);
  for (const asked of comparisons(question)) {
    const rival = said.find((other) => contradicts(asked, other));
    if (rival) return { kind: 'contradicted', asked: asked.words, found: rival.words };
  }
  return undefined;
}

function comparisons(text: string): Comparison[] {
  const before = (match: RegExpExecArray) => text.slice(Math.max(0, match.index - reach * 2), match.index);
  const found = (match: RegExpExecArray, isMore: boolean, right: string): Comparison => ({
    words: match[0],
    direction: isMore ? 'more' : 'less',
    left: before(match),
    right,
  });
  const after = (match: RegExpExecArray) => text.slice(match.index + match[0].length, match.index + match[0].length + reach);
  const multiples = [...text.matchAll(multiple)].filter((match) => !/^0|^1$/.test(match[2] ?? ''));
  return [
    ...[...text.matchAll(direct)].map((match) => found(match, match[1] !== undefined, after(match))),
    ...[...text.matchAll(withBi)].map((match) => found(match, match[2] !== undefined, match[1] ?? '')),
    ...multiples.map((match) => found(match, true, match[1] ?? '')),
  ];
}

function contradicts(asked: Comparison, said: Comparison): boolean {
  const reference = keysOf(asked.right);
  const subject = keysOf(asked.left).filter((key) => !reference.includes(key));
  const sameOrder = reference.some((key) => said.right.includes(key));
  if (sameOrder) return asked.direction !== said.direction && (subject.length === 0 || subject.some((key) => said.left.includes(key)));
  const turned = reference.some((key) => said.left.includes(key)) && subject.some((key) => said.right.includes(key));
  return turned && asked.direction === said.direction;
}

/** Identifiers if there are any (h100; of gpt-4o also 4o), else pairs of Chinese characters. */
function keysOf(text: string): string[] {
  const identifiers = (text.match(/[a-z\d][a-z\d.-]*[a-z\d]/g) ?? []).filter((key) => /[a-z]/.test(key));
  if (identifiers.length > 0)
    return identifiers.flatMap((key) => [key, ...key.split('-').filter((part, place) => place > 0 && part.length > 1)]);
  const runs = text.match(/\p{Script=Han}{2,}/gu) ?? [];
  return runs.flatMap((run) => Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)));
}
