// What a word document's style and numbering parts say about its paragraphs: heading levels, and the numbers that Word writes by itself.
import { xmlAttribute, xmlEvents } from './xml-events.ts';

export interface ParagraphStyle {
  /** 0 is the title, 1 to 9 are headings. */
  readonly headingLevel?: number;
  readonly isContents: boolean;
  readonly numbering?: NumberingReference;
}

export interface NumberingReference {
  readonly id: string;
  readonly level: number;
}

export function readStyles(xml: string): Map<string, ParagraphStyle> {
  const styles = new Map<string, ParagraphStyle>();
  let id = '';
  let style: { headingLevel?: number; isContents: boolean; numbering?: NumberingReference } = { isContents: false };
  for (const event of xmlEvents(xml)) {
    if (event.kind === 'text') continue;
    if (event.kind === 'close') {
      if (event.name === 'w:style') styles.set(id, style);
      continue;
    }
    const value = xmlAttribute(event.attributes, 'w:val') ?? '';
    if (event.name === 'w:style') {
      id = xmlAttribute(event.attributes, 'w:styleId') ?? '';
      style = { isContents: false };
    } else if (event.name === 'w:name') Object.assign(style, namedStyle(value));
    else if (event.name === 'w:outlineLvl' && Number(value) < 9) style.headingLevel ??= Number(value) + 1;
    else if (event.name === 'w:numId') style.numbering = { id: value, level: style.numbering?.level ?? 0 };
    else if (event.name === 'w:ilvl') style.numbering = { id: style.numbering?.id ?? '', level: Number(value) };
  }
  return styles;
}

/** Word stores built-in styles under their English names in every language. */
function namedStyle(name: string): Partial<ParagraphStyle> {
  if (/^title$/i.test(name)) return { headingLevel: 0 };
  const level = /^heading (\d)$/i.exec(name)?.[1];
  return level !== undefined ? { headingLevel: Number(level) } : { isContents: /^toc \d$/i.test(name) };
}

interface NumberingLevel {
  format: string;
  text: string;
  start: number;
}

/** Writes the numbers of numbered paragraphs in order, as Word shows them. */
export class AutomaticNumbers {
  private readonly levels = new Map<string, Map<number, NumberingLevel>>();
  private readonly abstractOf = new Map<string, string>();
  private readonly counters = new Map<string, number[]>();

  constructor(xml: string) {
    let abstractId = '';
    let numberId = '';
    let level: NumberingLevel = { format: 'decimal', text: '', start: 1 };
    for (const event of xmlEvents(xml)) {
      if (event.kind !== 'open') continue;
      const value = xmlAttribute(event.attributes, 'w:val') ?? '';
      if (event.name === 'w:abstractNum') {
        abstractId = xmlAttribute(event.attributes, 'w:abstractNumId') ?? '';
        this.levels.set(abstractId, new Map());
      } else if (event.name === 'w:lvl') {
        level = { format: 'decimal', text: '', start: 1 };
        this.levels.get(abstractId)?.set(Number(xmlAttribute(event.attributes, 'w:ilvl')), level);
      } else if (event.name === 'w:numFmt') level.format = value;
      else if (event.name === 'w:lvlText') level.text = value;
      else if (event.name === 'w:start') level.start = Number(value);
      else if (event.name === 'w:num') {
        numberId = xmlAttribute(event.attributes, 'w:numId') ?? '';
        abstractId = '';
      } else if (event.name === 'w:abstractNumId') this.abstractOf.set(numberId, value);
    }
  }

  /** The number before the next paragraph of this list; empty for bullets. */
  next({ id, level }: NumberingReference): string {
    const abstractId = this.abstractOf.get(id) ?? '';
    const levels = this.levels.get(abstractId);
    const own = levels?.get(level);
    if (levels === undefined || own === undefined || own.format === 'bullet' || own.format === 'none') return '';
    const counters = this.counters.get(abstractId) ?? [];
    counters.length = level + 1;
    counters[level] = (counters[level] ?? own.start - 1) + 1;
    this.counters.set(abstractId, counters);
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
