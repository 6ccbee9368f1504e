// A piece of text as it is compared: in its normal form, with its dates, quantities, words and clauses.
import { type TaggedWord, tagWords } from '../../knowledge/search/words.ts';
import { findMeasures, type Measure } from '../mentions/measure.ts';
import { normalForm } from './normal-form.ts';
import { type DateMention, findDates, withoutDates } from './dates.ts';

export interface Clause {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface PlacedWord extends TaggedWord {
  readonly start: number;
}

export interface Statement {
  readonly text: string;
  readonly dates: readonly DateMention[];
  /** Dates are none of them. */
  readonly measures: readonly Measure[];
  readonly words: readonly PlacedWord[];
  readonly clauses: readonly Clause[];
  /** Neighbouring characters, as far as they are letters or digits. */
  readonly pairs: ReadonlySet<string>;
}

export function readStatement(raw: string): Statement {
  const text = normalForm(raw);
  const dates = findDates(text);
  return {
    text,
    dates,
    measures: inTableUnit(findMeasures(withoutDates(text, dates)), text),
    words: placeWords(text),
    clauses: clausesOf(text),
    pairs: pairsOf(text),
  };
}

/** 单位：万元 over a table holds for the figures in it that have none. */
const tableUnit = /单位[:：](?<magnitude>[千百]?万|万亿|千?亿|千)?(?<unit>元|人|户|吨|个|件|公顷|亩|平方米|美元)/;

function inTableUnit(measures: readonly Measure[], text: string): readonly Measure[] {
  const found = tableUnit.exec(text);
  if (!found) return measures;
  const [sample] = findMeasures(`1${found.groups?.['magnitude'] ?? ''}${found.groups?.['unit'] ?? ''}`);
  if (!sample) return measures;
  return measures.map((one) =>
    one.unit === '' && one.kind === 'other' && one.start > found.index
      ? { ...one, value: one.value * sample.value, unit: sample.unit, kind: sample.kind }
      : one,
  );
}

function placeWords(text: string): PlacedWord[] {
  let start = 0;
  return tagWords(text)
    .flatMap(apart)
    .map(({ word, tag }) => {
      const placed = { word, tag, start };
      start += word.length;
      return placed;
    });
}

const prepositions = /^[由向经按被与和及]/;

/** 由区 is no word: what the dictionary does not know takes prepositions for the beginnings of names. */
function apart({ word, tag }: TaggedWord): TaggedWord[] {
  if (tag !== 'x' || word.length < 2 || !prepositions.test(word)) return [{ word, tag }];
  return [
    { word: word.slice(0, 1), tag: 'p' },
    { word: word.slice(1), tag: 'n' },
  ];
}

function clausesOf(text: string): Clause[] {
  return [...text.matchAll(/[^，,。；;！!？?：:]+/g)].map(({ 0: clause, index }) => ({
    text: clause,
    start: index,
    end: index + clause.length,
  }));
}

const letters = /[\p{L}\p{N}]+/gu;

export function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>();
  for (const [run] of text.matchAll(letters)) for (let at = 0; at + 1 < run.length; at += 1) pairs.add(run.slice(at, at + 2));
  return pairs;
}

/** How many of the pairs wanted the text has. */
export function sharedPairs(wanted: ReadonlySet<string>, text: string): number {
  let shared = 0;
  for (const pair of wanted) if (text.includes(pair)) shared += 1;
  return shared;
}
