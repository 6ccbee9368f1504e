// What a cell shows. Numbers are shown as they are kept; dates as dates, percentages as percentages.

interface Cell {
  readonly type: string;
  readonly style: number;
  readonly value: string;
}

/** By the numbers of cell styles. */
export interface CellStyles {
  readonly dates: ReadonlySet<number>;
  /** Decimals of percentages. */
  readonly percents: ReadonlyMap<number, number>;
  /** In white on nothing, or in a format that shows nothing. */
  readonly hidden: ReadonlySet<number>;
}

export function showCell({ type, style, value }: Cell, texts: readonly string[], styles: CellStyles): string {
  if (value === '') return '';
  if (type === 's') return (texts[Number(value)] ?? '').trim();
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  return type === 'n' && Number.isFinite(Number(value)) ? showNumber(Number(value), style, styles, value.trim()) : value.trim();
}

/** `kept`: as it is written in the file. */
export function showNumber(value: number, style: number, { dates, percents }: Omit<CellStyles, 'hidden'>, kept: string): string {
  if (dates.has(style)) return dateOf(value);
  const decimals = percents.get(style);
  return decimals === undefined ? kept : `${(value * 100).toFixed(decimals)}%`;
}

/** Decimals of a format of percentages; undefined: it is none. */
export function percentDecimals(id: number, code: string | undefined): number | undefined {
  if (code === undefined) return id === 9 ? 0 : id === 10 ? 2 : undefined;
  const [positive = ''] = code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').split(';');
  return positive.includes('%') ? (/\.([0#?]+)/.exec(positive)?.[1]?.length ?? 0) : undefined;
}

export function showsNothing(code: string | undefined): boolean {
  return code !== undefined && /^;;;?$/.test(code.trim());
}

/** Days since 1899-12-30 (ECMA-376 part 1, 18.17.4.1; its leap day of 1900 is before any date that offices use). */
function dateOf(days: number): string {
  const moment = new Date(Date.UTC(1899, 11, 30) + Math.round(days * 86_400_000));
  if (Number.isNaN(moment.getTime())) return String(days);
  const [day = '', time = ''] = moment.toISOString().split('T');
  if (days < 1) return time.slice(0, 5);
  return Number.isInteger(days) ? day : `${day} ${time.slice(0, 5)}`;
}

/** Number formats of dates and times that need no definition (18.8.30), those of East Asia among them. */
export const builtInDates = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Outside quoted text, brackets and escapes a date has one of these letters. */
export function isDateCode(code: string): boolean {
  return /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')) && !/^general$/i.test(code);
}
