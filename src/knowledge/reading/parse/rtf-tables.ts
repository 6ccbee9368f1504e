// The tables at the head of an RTF file: character sets of its fonts, which colours are white, which styles are headings; and its signs.
import { hex } from './colours.ts';

export class RtfTables {
  readonly charsets = new Map<number, number>();
  /** RRGGBB by number; the first has none and is automatic. */
  readonly colours = new Map<number, string>();
  /** Levels by the number of the style; 0 is the title. */
  readonly headings = new Map<number, number>();
  private font = -1;
  private style = 0;
  private colour: number[] = [];
  private colourNumber = 0;

  control(word: string, value = 0): void {
    if (word === 'f') this.font = value;
    else if (word === 'fcharset') this.charsets.set(this.font, value);
    else if (word === 's') this.style = value;
    else if (word === 'outlinelevel' && value < 9) this.headings.set(this.style, value + 1);
    else if (word === 'red' || word === 'green' || word === 'blue') this.colour.push(value);
  }

  text(kind: 'fonts' | 'colours' | 'styles', text: string): void {
    if (kind === 'styles' && /^(?:Title|标题)\s*;/.test(text.trim())) this.headings.set(this.style, 0);
    if (kind !== 'colours') return;
    for (const sign of text) {
      if (sign !== ';') continue;
      if (this.colour.length === 3) this.colours.set(this.colourNumber, hex(this.colour.map((part) => Math.min(255, Math.max(0, part)))));
      this.colour = [];
      this.colourNumber += 1;
    }
  }
}

/** Code pages of the character sets that fonts name. */
export const charsetPages: Readonly<Record<number, number>> = { 128: 932, 129: 949, 134: 936, 136: 950 };

export const skippedGroups: ReadonlySet<string> = new Set([
  'info',
  'pict',
  'header',
  'headerl',
  'headerr',
  'headerf',
  'footer',
  'footerl',
  'footerr',
  'footerf',
  'annotation',
  'atnid',
  'atnauthor',
  'objdata',
  'objclass',
  'sp',
  'shprslt',
  'listtable',
  'listoverridetable',
  'revtbl',
  'rsidtbl',
  'tc',
  'xe',
]);

export const signs: Readonly<Record<string, string>> = {
  tab: ' ',
  '~': ' ',
  _: '-',
  '\\': '\\',
  '{': '{',
  '}': '}',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: ' ',
  enspace: ' ',
};
