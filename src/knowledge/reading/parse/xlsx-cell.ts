// What a cell shows. Numbers are shown as they are kept; dates as dates.
import { xmlAttribute, xmlEvents } from './xml-events.ts';

interface Cell {
  readonly type: string;
  readonly style: number;
  readonly value: string;
}

export function showCell(
  { type, style, value }: Cell,
  { texts, dateStyles }: { readonly texts: readonly string[]; readonly dateStyles: ReadonlySet<number> },
): string {
  if (value === '') return '';
  if (type === 's') return (texts[Number(value)] ?? '').trim();
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type === 'n' && dateStyles.has(style) && Number.isFinite(Number(value))) return dateOf(Number(value));
  return value.trim();
}

/** Days since 1899-12-30 (ECMA-376 part 1, 18.17.4.1; its leap day of 1900 is before any date that offices use). */
export function dateOf(days: number): string {
  const moment = new Date(Date.UTC(1899, 11, 30) + Math.round(days * 86_400_000));
  if (Number.isNaN(moment.getTime())) return String(days);
  const [day = '', time = ''] = moment.toISOString().split('T');
  if (days < 1) return time.slice(0, 5);
  return Number.isInteger(days) ? day : `${day} ${time.slice(0, 5)}`;
}

/** Number formats of dates and times that need no definition (18.8.30), those of East Asia among them. */
export const builtInDates = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Cell styles by whose number format a number is a date. */
export function readStyledDates(xml: string): ReadonlySet<number> {
  const defined = new Map<number, string>();
  const dates = new Set<number>();
  let isInCellFormats = false;
  let style = 0;
  for (const event of xmlEvents(xml)) {
    if (event.kind === 'text') continue;
    if (event.name === 'cellXfs') isInCellFormats = event.kind === 'open';
    else if (event.kind === 'open' && event.name === 'numFmt')
      defined.set(Number(xmlAttribute(event.attributes, 'numFmtId')), xmlAttribute(event.attributes, 'formatCode') ?? '');
    else if (event.kind === 'open' && event.name === 'xf' && isInCellFormats) {
      const id = Number(xmlAttribute(event.attributes, 'numFmtId') ?? 0);
      const code = defined.get(id);
      if (code === undefined ? builtInDates(id) : isDateCode(code)) dates.add(style);
      style += 1;
    }
  }
  return dates;
}

/** Outside quoted text, brackets and escapes a date has one of these letters. */
export function isDateCode(code: string): boolean {
  return /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')) && !/^general$/i.test(code);
}
