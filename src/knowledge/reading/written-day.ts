// Days as documents write them, in Arabic or Chinese numerals.
import { parseNumeral } from '../search/chinese-numeral.ts';

/** A pattern with three groups: year, month, day. */
export const writtenDay =
  '([〇零○一二三四五六七八九\\d]{4})\\s*年\\s*([一二三四五六七八九十\\d]{1,3})\\s*月\\s*([一二三四五六七八九十\\d]{1,3})\\s*日';

/** `YYYY-MM-DD` of the three groups of `writtenDay`; undefined for a day that does not exist. */
export function isoDay(groups: readonly (string | undefined)[]): string | undefined {
  const [year, month, day] = groups.map((part) => parseNumeral(part ?? ''));
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text) ? text : undefined;
}

/** Both `YYYY-MM-DD`. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function yearsAfter(day: string, years: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.toISOString().slice(0, 10);
}
