// Quotas in words, for whoever meets one.
import { AppError } from '../base/errors.ts';
import type { Measure, Period } from './contract.ts';
import type { RunningPeriod } from './period.ts';
import type { LimitRow } from './quota.store.ts';

const kinds = { key: ['接口密钥', 'the API key'], scenario: ['场景', 'the scenario'], department: ['部门', 'the department'] } as const;
const periods: Readonly<Record<Period, readonly [string, string]>> = { day: ['每日', 'daily'], month: ['每月', 'monthly'] };
const measures: Readonly<Record<Measure, readonly [string, string]>> = {
  requests: ['次', 'requests'],
  tokens: ['词元', 'tokens'],
  money: ['元', 'yuan'],
};
const million = 1_000_000;

/** In whole requests or tokens, or in yuan. */
function amountIn(measure: Measure, amount: number): number {
  return measure === 'money' ? amount / million : amount;
}

export function overQuota({ id, kind, name, measure, period, amount }: LimitRow, { endsAt, nextOn }: RunningPeriod, now: Date): AppError {
  const [kindZh, kindEn] = kinds[kind];
  const [periodZh, periodEn] = periods[period];
  const [measureZh, measureEn] = measures[measure];
  return new AppError('insufficient-quota', {
    quota: id,
    kindZh,
    kindEn,
    name,
    periodZh,
    periodEn,
    amount: amountIn(measure, amount),
    measureZh,
    measureEn,
    renewsOn: nextOn,
    seconds: Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / 1000)),
  });
}

export function priceUnknown({ id, kind, name }: LimitRow): AppError {
  const [kindZh, kindEn] = kinds[kind];
  return new AppError('price-unknown', { quota: id, kindZh, kindEn, name });
}
