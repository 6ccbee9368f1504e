// One form for text that is indexed and text that is searched: widths, letter case, traditional characters, numerals.
// Every step is a rule (what to look for, what to write), so that the same steps can also report where each piece came from.
import { numeralCharacters, parseNumeral } from './chinese-numeral.ts';
import { simplifyRun } from './simplify.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly rewrite: (match: string) => string;
}

/** Text in its normal form, with the place in the raw text of every UTF-16 unit of it. */
export interface NormalizedText {
  readonly text: string;
  /** Span `[starts[i], ends[i])` of the raw text from which unit `i` came. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const numeral = `[${numeralCharacters}]`;
const referenceUnit = '[编章节条款项目]';
/** A lone 一 is part of too many words (统一年度, 同一天) to be a number after these. */
const notAWord = '(?<![统同唯单划归专惟逐进万第之])';
const countedUnit = '(?:年|个月|月|日|天|周岁|岁|小时|分钟|倍|元|万元|亿元|人|次|周|个工作日|平方米|公里)';

const rules: readonly Rule[] = [
  // Everything outside ASCII and the common Chinese block; a base letter goes along with its combining marks.
  { pattern: /(?:\p{L}\p{M}+|[^\u0000-\u007f\u3007\u4e00-\u9fff\p{M}]+)/gu, rewrite: (match) => match.normalize('NFKC') },
  { pattern: /\p{Script=Han}+/gu, rewrite: simplifyRun },
  { pattern: /\p{Lu}+/gu, rewrite: (match) => match.toLowerCase() },
  {
    pattern: new RegExp(`第\\s*(?:\\d+|${numeral}+)\\s*${referenceUnit}(?:\\s*之\\s*(?:\\d+|${numeral}+))?`, 'g'),
    rewrite: rewriteReference,
  },
  { pattern: new RegExp(`${numeral}{4}(?=年)`, 'g'), rewrite: rewriteNumeral },
  { pattern: new RegExp(`百分之${numeral}+`, 'g'), rewrite: (match) => `${rewriteNumeral(match.slice('百分之'.length))}%` },
  { pattern: /(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)/g, rewrite: (match) => match.replaceAll(',', '') },
  { pattern: new RegExp(`(?<![\\d.])\\d+(?:\\.\\d+)?[十百千万亿]+(?=${countedUnit})`, 'g'), rewrite: rewriteMixed },
  { pattern: new RegExp(`(?<![\\d.])${notAWord}${numeral}+(?=${countedUnit})`, 'g'), rewrite: rewriteNumeral },
];

export function normalizeForSearch(text: string): string {
  return rules.reduce((current, rule) => current.replace(rule.pattern, rule.rewrite), text);
}

/** Like `normalizeForSearch`, and remembers the raw span of every unit; for highlights, not for bulk work. */
export function normalizeWithOrigin(raw: string): NormalizedText {
  const [starts, ends]: [number[], number[]] = [[], []];
  for (let unit = 0; unit < raw.length; unit += 1) {
    starts.push(unit);
    ends.push(unit + 1);
  }
  return rules.reduce(applyWithOrigin, { text: raw, starts, ends });
}

function applyWithOrigin(current: NormalizedText, rule: Rule): NormalizedText {
  let isUnitForUnit = true;
  const rewritten = current.text.replace(rule.pattern, (match) => {
    const replacement = rule.rewrite(match);
    isUnitForUnit &&= replacement.length === match.length;
    return replacement;
  });
  return isUnitForUnit ? { ...current, text: rewritten } : applyWithNewLengths(current, rule);
}

function applyWithNewLengths(current: NormalizedText, rule: Rule): NormalizedText {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let copied = 0;
  const copyUntil = (end: number) => {
    text += current.text.slice(copied, end);
    starts.push(...current.starts.slice(copied, end));
    ends.push(...current.ends.slice(copied, end));
  };
  for (const match of current.text.matchAll(rule.pattern)) {
    const replacement = rule.rewrite(match[0]);
    if (replacement === match[0]) continue;
    const end = match.index + match[0].length;
    copyUntil(match.index);
    text += replacement;
    for (let unit = 0; unit < replacement.length; unit += 1) {
      // Same length means unit for unit (a width, a letter, a character); otherwise the piece is one and maps as one.
      const [from, to] = replacement.length === match[0].length ? [match.index + unit, match.index + unit] : [match.index, end - 1];
      starts.push(current.starts[from] ?? 0);
      ends.push(current.ends[to] ?? 0);
    }
    copied = end;
  }
  copyUntil(current.text.length);
  return { text, starts, ends };
}

function rewriteReference(match: string): string {
  return match.replace(/\s+/g, '').replace(new RegExp(`${numeral}+`, 'g'), rewriteNumeral);
}

/** 1.5万: digits before a multiplier. */
function rewriteMixed(match: string): string {
  const [digits = ''] = /^[\d.]+/.exec(match) ?? [];
  const multiplier = parseNumeral(`一${match.slice(digits.length)}`);
  return multiplier === undefined ? match : String(Math.round(Number(digits) * multiplier));
}

function rewriteNumeral(match: string): string {
  // 单位：万元 names a unit, no number.
  const value = /^[万亿]/.test(match) ? undefined : parseNumeral(match);
  return value === undefined ? match : String(value);
}
