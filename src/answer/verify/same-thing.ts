// Which quantities may be set against each other, and which are the same.
import { type Measure, sameMeasure } from '../mentions/measure.ts';
import { inBase, isSameAmount } from './base-units.ts';

/** Counted alike: persons; what is counted by a word that says little of it. */
const alike: readonly ReadonlySet<string>[] = [
  new Set(['月', '月份']),
  new Set(['小时', '时']),
  new Set(['周', '星期']),
  new Set(['周岁', '岁']),
  new Set(['人', '名', '位', '个']),
  new Set([
    '个',
    '家',
    '所',
    '户',
    '座',
    '处',
    '项',
    '条',
    '种',
    '类',
    '方面',
    '件',
    '批次',
    '批',
    '起',
    '款',
    '台',
    '套',
    '部',
    '份',
    '辆',
  ]),
  new Set(['次', '期', '批', '轮', '级']),
];

function areAlike(one: string, other: string): boolean {
  return alike.some((units) => units.has(one) && units.has(other));
}

/** What may be set against each other: a sum against a sum, a share against a share, days against days; 百分点 is no share. */
export function isSameThing(one: Measure, other: Measure): boolean {
  return inBase(one).unit === inBase(other).unit || areAlike(one.unit, other.unit);
}

export function isSameFigure(one: Measure, other: Measure): boolean {
  return sameMeasure(one, other) || isSameAmount(one, other) || (one.value === other.value && areAlike(one.unit, other.unit));
}
