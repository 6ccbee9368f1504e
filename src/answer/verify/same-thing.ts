// Which quantities may be set against each other.
import type { Measure } from '../mentions/measure.ts';

/** 分之 and %, 个月 and 月, 工作日 and 个工作日, 人 and 名. */
const alike: readonly (readonly string[])[] = [
  ['个月', '月'],
  ['个工作日', '工作日'],
  ['个小时', '小时', '时'],
  ['周', '星期', '个星期'],
  ['人', '名', '位', '个'],
  ['周岁', '岁'],
  ['天', '日'],
  ['家', '个', '所', '户', '座', '处'],
  ['项', '条', '个', '种', '类', '方面'],
  ['千米', '公里'],
];

export function areAlike({ unit }: Measure, { unit: other }: Measure): boolean {
  return alike.some((units) => units.includes(unit) && units.includes(other));
}

/** What may be set against each other: a sum against a sum, a share against a share, days against days. */
export function isSameThing(one: Measure, other: Measure): boolean {
  return one.unit === other.unit || areAlike(one, other) || (one.kind === other.kind && one.kind === 'share');
}
