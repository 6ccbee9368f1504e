// Ranges of quantities as conditions give them: 5公里至10公里, 51人至100人, 1万元以上不足10万元, 80周岁以上, 48小时之内.
import type { Measure } from './measure.ts';

export interface Range {
  readonly unit: string;
  /** Bounds count as inside. */
  readonly low: number;
  readonly high: number;
}

const above = /^(?:\(含\))?(?:及|或者?)?以上/;
const below = /^(?:\(含\))?(?:及|或者?)?(?:以下|以内|之内|内)/;
const overBefore = /(?:(?<!不)超过|(?<!不)[高大多]于|(?<![不未])满|至少|不[少低]于)$/;
const underBefore = /(?:不足|[不未]满|(?<!不)[低少小]于|不到|不超过|不[高大多]于|最多)$/;
const until = /^(?:至|到|-|—|~)$/;
const boundsTogether = 8;

/** All ranges in text in the normal form of search, given its quantities in reading order. */
export function findRanges(normalized: string, measures: readonly Measure[]): Range[] {
  const ranges: Range[] = [];
  measures.forEach((measure, place) => {
    const next = measures[place + 1];
    const end = measure.start + measure.text.length;
    const after = normalized.slice(end, end + boundsTogether);
    const before = normalized.slice(Math.max(0, measure.start - 4), measure.start);
    const unit = measure.unit || (next?.unit ?? '');
    if (next?.unit === unit && until.test(normalized.slice(end, next.start))) {
      ranges.push({ unit, low: measure.value, high: next.value });
    } else if (above.test(after) || overBefore.test(before)) {
      const bound = next?.unit === unit && next.start - end <= boundsTogether && isUpperBound(normalized, next) ? next.value : Infinity;
      ranges.push({ unit, low: measure.value, high: bound });
    } else if (isUpperBound(normalized, measure) && !ranges.some(({ high }) => high === measure.value)) {
      ranges.push({ unit, low: 0, high: measure.value });
    }
  });
  return ranges;
}

function isUpperBound(normalized: string, { start, text }: Measure): boolean {
  const end = start + text.length;
  return below.test(normalized.slice(end, end + boundsTogether)) || underBefore.test(normalized.slice(Math.max(0, start - 4), start));
}

/** Whether the quantity meets one of the ranges of its unit; undefined when there is none. */
export function fitsRange({ unit, value }: Measure, ranges: readonly Range[]): boolean | undefined {
  const ofUnit = ranges.filter((range) => range.unit === unit && unit !== '');
  return ofUnit.length === 0 ? undefined : ofUnit.some(({ low, high }) => low <= value && value <= high);
}
