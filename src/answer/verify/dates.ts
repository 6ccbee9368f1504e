// Dates as text writes them, as precise as they are: 2024年3月5日, 3月5日, 2023-2025年, 2024-03-05.

export interface DateMention {
  readonly year: number | undefined;
  readonly month: number | undefined;
  readonly day: number | undefined;
  readonly text: string;
  readonly start: number;
}

const pattern =
  /(?<iso>(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)|(?<!\d)(?<from>(?:19|20)\d{2})(?:年)?[-—~至到](?=(?:19|20)\d{2}年)|(?<!\d)(?<year>(?:19|20)\d{2})年(?:(?<month>\d{1,2})月(?!份?以)(?:(?<day>\d{1,2})[日号])?)?|(?<!\d)(?<onlyMonth>\d{1,2})月(?:(?<onlyDay>\d{1,2})[日号]|份|底|初|中旬|上旬|下旬)/g;

/** A day of the month that was named last: 3月18日至22日, 预计23日凌晨. */
const laterDay =
  /(?<=[日号][^。；;]*)(?<=[至到—~-])(?<until>\d{1,2})[日号](?!内)|(?<![\d月第])(?<then>\d{1,2})日(?=凌晨|清晨|早|上午|中午|下午|傍晚|晚|夜|零时|\d{1,2}时|结束)/g;

/** In text in its normal form. */
export function findDates(text: string): DateMention[] {
  const whole = [...text.matchAll(pattern)].map(({ 0: words, index, groups = {} }) => {
    const [isoYear, isoMonth, isoDay] = (groups['iso'] ?? '').split(/[-/.]/);
    return {
      year: numberIn(groups['year'] ?? groups['from'] ?? isoYear),
      month: numberIn(groups['month'] ?? groups['onlyMonth'] ?? isoMonth),
      day: numberIn(groups['day'] ?? groups['onlyDay'] ?? isoDay),
      text: words,
      start: index,
    };
  });
  const days = [...text.matchAll(laterDay)].flatMap(({ 0: words, index, groups = {} }) => {
    const last = whole.findLast(({ start, month, day }) => start < index && month !== undefined && day !== undefined);
    const isWithin = whole.some((one) => index >= one.start && index < one.start + one.text.length);
    const day = numberIn(groups['until'] ?? groups['then']);
    return last && !isWithin ? [{ ...last, day, text: words, start: index }] : [];
  });
  return days.length === 0 ? whole : [...whole, ...days].sort((one, other) => one.start - other.start);
}

/** The same length, so that places stay what they are. */
export function withoutDates(text: string, dates: readonly DateMention[]): string {
  let rest = text;
  for (const { start, text: words } of dates) rest = rest.slice(0, start) + '，'.repeat(words.length) + rest.slice(start + words.length);
  return rest;
}

/** They name a day in common, as far as both say. */
export function sameDate(one: DateMention, other: DateMention): boolean {
  let common = 0;
  for (const part of ['year', 'month', 'day'] as const) {
    const [here, there] = [one[part], other[part]];
    if (here === undefined || there === undefined) continue;
    if (here !== there) return false;
    common += 1;
  }
  return common > 0;
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}
