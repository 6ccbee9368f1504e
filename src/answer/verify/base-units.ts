// One unit for what is measured alike: 27厘米 is .27 of 米, 2年 is 24 of 月.
import type { Measure } from '../mentions/measure.ts';

const bases: Readonly<Record<string, readonly [base: string, factor: number]>> = {
  毫米: ['米', 1e-3],
  厘米: ['米', 1e-2],
  公里: ['米', 1e3],
  千米: ['米', 1e3],
  微克: ['克', 1e-6],
  毫克: ['克', 1e-3],
  公斤: ['克', 1e3],
  千克: ['克', 1e3],
  吨: ['克', 1e6],
  毫升: ['升', 1e-3],
  公顷: ['平方米', 1e4],
  平方公里: ['平方米', 1e6],
  千瓦时: ['度', 1],
  分钟: ['小时', 1 / 60],
  日: ['天', 1],
  周: ['天', 7],
  季度: ['月', 3],
  年: ['月', 12],
  名: ['人', 1],
  位: ['人', 1],
  '‰': ['%', 0.1],
  成: ['%', 10],
};

export interface InBase {
  readonly value: number;
  readonly unit: string;
}

/** A share without a unit (1/4) is one of a hundred; a year of the calendar is no length of time. */
export function inBase({ value, unit, kind }: Measure): InBase {
  if (kind === 'year') return { value, unit: '年份' };
  if (kind === 'share' && unit === '') return { value: value * 100, unit: '%' };
  const [base, factor] = bases[unit] ?? [unit, 1];
  return { value: value * factor, unit: base };
}

/** Figures are written to a few places: what is the same in another unit differs by no more than the arithmetic does. */
export function isSameAmount(one: Measure, other: Measure): boolean {
  const [here, there] = [inBase(one), inBase(other)];
  return here.unit === there.unit && Math.abs(here.value - there.value) <= 1e-9 * Math.abs(there.value);
}
