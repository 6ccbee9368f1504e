// Writes the numbers of numbered paragraphs in order, as Word shows them.

export interface ListLevel {
  /** By its name in Office Open XML: `decimal`, `chineseCounting`, `bullet` ... */
  readonly format: string;
  /** What stands before the paragraph; `%1` is the number of the highest level. */
  readonly text: string;
  readonly start: number;
}

export class ListCounters {
  private readonly counters = new Map<string, number[]>();

  /** The number before the next paragraph of this list at this level, from 0; empty for bullets. */
  next(list: string, levels: ReadonlyMap<number, ListLevel> | undefined, level: number): string {
    const own = levels?.get(level);
    if (levels === undefined || own === undefined || own.format === 'bullet' || own.format === 'none') return '';
    const counters = this.counters.get(list) ?? [];
    counters.length = level + 1;
    counters[level] = (counters[level] ?? own.start - 1) + 1;
    this.counters.set(list, counters);
    return own.text.replace(/%(\d)/g, (_, digit) => {
      const index = Number(digit) - 1;
      const shown = levels.get(index);
      return shown === undefined ? '' : formatNumber(counters[index] ?? shown.start, shown.format);
    });
  }
}

function formatNumber(number: number, format: string): string {
  if (/chinese|japaneseCounting|taiwaneseCounting|ideograph/i.test(format)) return chineseNumber(number);
  if (format === 'lowerLetter' || format === 'upperLetter') {
    const letter = String.fromCharCode(97 + ((number - 1) % 26));
    return format === 'lowerLetter' ? letter : letter.toUpperCase();
  }
  return String(number);
}

/** Numbers of articles: below one thousand. */
function chineseNumber(number: number): string {
  const digits = '零一二三四五六七八九';
  const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10];
  const high = hundreds > 0 ? `${digits[hundreds]}百` : '';
  const middle = tens > 0 ? `${tens === 1 && hundreds === 0 ? '' : digits[tens]}十` : hundreds > 0 && ones > 0 ? '零' : '';
  return high + middle + (ones > 0 ? digits[ones] : '');
}
