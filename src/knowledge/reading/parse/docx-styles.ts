// What a word document's style and numbering parts say about its paragraphs: heading levels, and the numbers that Word writes by itself.
import { ListCounters, type ListLevel } from './list-numbers.ts';
import { readLook } from './docx-look.ts';
import type { RunLook } from './run-look.ts';
import { xmlAttribute, xmlEvents } from './xml-events.ts';

export interface ParagraphStyle {
  /** 0 is the title, 1 to 9 are headings. */
  readonly headingLevel?: number;
  readonly isContents: boolean;
  readonly numbering?: NumberingReference;
  /** How it has letters look, with what it inherits. */
  readonly look: Partial<RunLook>;
}

export interface NumberingReference {
  readonly id: string;
  readonly level: number;
}

interface OpenStyle {
  headingLevel?: number;
  isContents: boolean;
  numbering?: NumberingReference;
  readonly look: Partial<RunLook>;
  base?: string;
}

export function readStyles(xml: string): Map<string, ParagraphStyle> {
  const styles = new Map<string, OpenStyle>();
  let style: OpenStyle = { isContents: false, look: {} };
  let isLook = false;
  for (const event of xmlEvents(xml)) {
    if (event.kind === 'text') continue;
    if (event.name === 'w:rPr') isLook = event.kind === 'open';
    if (event.kind === 'close') continue;
    const value = xmlAttribute(event.attributes, 'w:val') ?? '';
    if (event.name === 'w:style') {
      style = { isContents: false, look: {} };
      styles.set(xmlAttribute(event.attributes, 'w:styleId') ?? '', style);
    } else if (isLook) readLook(style.look, event.name, event.attributes);
    else if (event.name === 'w:name') Object.assign(style, namedStyle(value));
    else if (event.name === 'w:basedOn') style.base = value;
    else if (event.name === 'w:outlineLvl' && Number(value) < 9) style.headingLevel ??= Number(value) + 1;
    else if (event.name === 'w:numId') style.numbering = { id: value, level: style.numbering?.level ?? 0 };
    else if (event.name === 'w:ilvl') style.numbering = { id: style.numbering?.id ?? '', level: Number(value) };
  }
  return new Map([...styles].map(([id, known]) => [id, { ...known, look: inheritedLook(known, styles) }]));
}

/** Word itself allows about ten styles above one another. */
const mostBases = 20;

function inheritedLook(style: OpenStyle, styles: ReadonlyMap<string, OpenStyle>): Partial<RunLook> {
  let look = style.look;
  let above = styles.get(style.base ?? '');
  for (let steps = 0; above !== undefined && steps < mostBases; steps += 1) {
    look = { ...above.look, ...look };
    above = styles.get(above.base ?? '');
  }
  return look;
}

/** Word stores built-in styles under their English names in every language. */
function namedStyle(name: string): Pick<Partial<ParagraphStyle>, 'headingLevel' | 'isContents'> {
  if (/^title$/i.test(name)) return { headingLevel: 0 };
  const level = /^heading (\d)$/i.exec(name)?.[1];
  return level !== undefined ? { headingLevel: Number(level) } : { isContents: /^toc \d$/i.test(name) };
}

export class AutomaticNumbers {
  private readonly levels = new Map<string, Map<number, ListLevel>>();
  private readonly abstractOf = new Map<string, string>();
  private readonly counters = new ListCounters();

  constructor(xml: string) {
    let abstractId = '';
    let numberId = '';
    let level: { -readonly [Name in keyof ListLevel]: ListLevel[Name] } = { format: 'decimal', text: '', start: 1 };
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
    const list = this.abstractOf.get(id) ?? '';
    return this.counters.next(list, this.levels.get(list), level);
  }
}
