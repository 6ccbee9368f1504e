// RTF 1.9: one pass over groups and control words. What is no text of the document is skipped with its group; hidden and deleted text is left
// out and reported; footnotes follow the text.
import type { ParseResult } from '../draft.ts';
import { type Decode, decodeOf } from './code-pages.ts';
import { fetchingField } from './fetching-field.ts';
import { isUnreadable, plainRun, type RunLook } from './run-look.ts';
import { FlowWriter } from './flow-writer.ts';
import { MalformedFile } from './malformed-file.ts';
import { MarkedTables } from './marked-tables.ts';
import { charsetPages, RtfTables, signs, skippedGroups } from './rtf-tables.ts';
import { type RtfToken, rtfTokens } from './rtf-tokens.ts';

const deepestGroup = 1_000;

export function parseRtf(bytes: Uint8Array): ParseResult {
  const reader = new RtfReader();
  for (const token of rtfTokens(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))) reader.read(token);
  return { kind: 'parsed', draft: reader.finish().build() };
}

interface Group {
  readonly kind: 'text' | 'skipped' | 'fonts' | 'colours' | 'styles' | 'instruction' | 'alternative';
  readonly look: RunLook & { isDeleted: boolean };
  readonly isNote: boolean;
  font: number;
  /** How many bytes stand for a character that is given by its number. */
  substitutes: number;
}

class RtfReader {
  private readonly flow = new FlowWriter();
  private readonly tables = new MarkedTables(this.flow);
  private readonly about = new RtfTables();
  private readonly groups: Group[] = [];
  private group: Group = { kind: 'text', look: { ...plainRun(), isDeleted: false }, isNote: false, font: -1, substitutes: 1 };
  private decodeDefault: Decode = decodeOf(1252);
  private bytes: number[] = [];
  private toSkip = 0;
  private isOptional = false;
  private instruction = '';
  private isInTable = false;
  private style = 0;
  private outline: number | undefined;
  /** Whether a paragraph is open, for the text and for the note in it. */
  private open: boolean[] = [false];

  read(token: RtfToken): void {
    if (token.kind === 'byte') return this.readByte(token.value);
    if (token.kind === 'text') {
      for (const letter of token.text) this.readByte(letter.charCodeAt(0));
      return;
    }
    this.flush();
    if (token.kind === 'open') this.openGroup();
    else if (token.kind === 'close') this.closeGroup();
    else this.control(token.word, token.value);
  }

  finish() {
    this.flush();
    if (this.groups.length > 0) throw new MalformedFile('groups left open');
    this.endParagraph();
    this.tables.close();
    return this.flow.finish();
  }

  private readByte(value: number): void {
    if (this.toSkip > 0) this.toSkip -= 1;
    else this.bytes.push(value);
  }

  private flush(): void {
    if (this.bytes.length === 0) return;
    const bytes = Buffer.from(this.bytes);
    this.bytes = [];
    const page = charsetPages[this.about.charsets.get(this.group.font) ?? 0];
    this.write(
      bytes.every((byte) => byte < 0x80) ? bytes.toString('latin1') : (page === undefined ? this.decodeDefault : decodeOf(page))(bytes),
    );
  }

  private openGroup(): void {
    this.groups.push(this.group);
    if (this.groups.length > deepestGroup) throw new MalformedFile('nested too deeply', 'too-deep');
    this.group = { ...this.group, look: { ...this.group.look }, isNote: false };
    this.toSkip = 0;
    this.isOptional = false;
  }

  private closeGroup(): void {
    const { kind, isNote } = this.group;
    if (isNote) {
      this.endParagraph();
      this.open.pop();
      this.flow.endNote();
    }
    if (kind === 'instruction' && (fetchingField.test(this.instruction) || /^\s*https?:/i.test(this.instruction)))
      this.flow.builder.flag('external_reference');
    const outer = this.groups.pop();
    if (outer === undefined) throw new MalformedFile('a group closed that is not open');
    this.group = outer;
    this.toSkip = 0;
  }

  private control(word: string, value: number | undefined): void {
    const isOptional = this.isOptional;
    this.isOptional = word === '*';
    if (word === 'u') return this.readCharacter(value ?? 0);
    if (this.group.kind === 'fonts' || this.group.kind === 'colours' || this.group.kind === 'styles') this.about.control(word, value);
    if (this.startsGroup(word, isOptional) || this.group.kind !== 'text') return;
    const sign = signs[word];
    if (sign !== undefined) this.write(sign);
    else if (!this.layout(word) && !this.paragraphProperty(word, value)) this.characterProperty(word, value);
  }

  private readCharacter(value: number): void {
    this.write(String.fromCharCode(value < 0 ? value + 0x10000 : value));
    this.toSkip = this.group.substitutes;
  }

  /** Words that say what the group is that they begin. */
  private startsGroup(word: string, isOptional: boolean): boolean {
    const { builder } = this.flow;
    if (word === 'objdata') builder.flag('active_content');
    if (word === 'objlink' || word === 'objautlink') builder.flag('external_reference');
    if (word === 'annotation') builder.flag('comments');
    if (word === 'footnote' && this.group.kind === 'text') {
      this.group = { ...this.group, isNote: true };
      this.open.push(false);
      this.flow.startNote();
      return true;
    }
    if (word === 'ud' && this.group.kind === 'alternative') this.group = { ...this.group, kind: 'text' };
    const kind = groupKinds[word] ?? (skippedGroups.has(word) || (isOptional && !readThrough.has(word)) ? 'skipped' : undefined);
    if (kind === undefined || this.group.kind === 'skipped') return kind !== undefined;
    this.group = { ...this.group, kind };
    if (kind === 'instruction') this.instruction = '';
    return true;
  }

  /** Whether the word ends or breaks something. */
  private layout(word: string): boolean {
    if (word === 'par' || word === 'sect' || word === 'page' || word === 'nestcell') this.endParagraph();
    else if (word === 'line') this.flow.breakLine();
    else if (word === 'cell') {
      this.endParagraph();
      this.tables.place(true);
      this.tables.endCell();
    } else if (word === 'row') this.tables.endRow();
    else return false;
    return true;
  }

  private paragraphProperty(word: string, value: number | undefined): boolean {
    if (word === 'pard') {
      this.isInTable = false;
      this.style = 0;
      this.outline = undefined;
    } else if (word === 'intbl') this.isInTable = true;
    else if (word === 's') this.style = value ?? 0;
    else if (word === 'outlinelevel' && value !== undefined && value < 9) this.outline = value + 1;
    else if (word === 'ansicpg') this.decodeDefault = decodeOf(value ?? 1252);
    else if (word === 'uc') this.group.substitutes = Math.max(0, value ?? 1);
    else return false;
    return true;
  }

  private characterProperty(word: string, value = 1): void {
    const { look } = this.group;
    if (word === 'plain') Object.assign(look, plainRun(), { isDeleted: false });
    else if (word === 'v') look.isVanished = value !== 0;
    else if (word === 'fs') look.halfPoints = value;
    else if (word === 'cf') look.colour = this.about.colours.get(value);
    else if (word === 'highlight' || word === 'cb' || word === 'chcbpat') look.ground = this.about.colours.get(value);
    else if (word === 'charscalex') look.widthPercent = value;
    else if (word === 'deleted') look.isDeleted = value !== 0;
    else if (word === 'f') this.group.font = value;
    if (word === 'deleted' || word === 'revised') this.flow.builder.flag('tracked_changes');
  }

  private write(text: string): void {
    const { kind, look } = this.group;
    if (kind === 'fonts' || kind === 'colours' || kind === 'styles') this.about.text(kind, text);
    if (kind === 'instruction') this.instruction = (this.instruction + text).slice(0, 200);
    if (kind !== 'text') return;
    if (look.isDeleted || isUnreadable(look, { ground: undefined }, this.isInTable))
      this.flow.builder.leaveOut('hidden-text-removed', text);
    else {
      this.startParagraph();
      this.flow.write(text);
    }
  }

  private startParagraph(): void {
    if (this.open.at(-1) === true) return;
    if (this.open.length === 1) this.tables.place(this.isInTable);
    const level = this.outline ?? this.about.headings.get(this.style);
    if (level === 0) this.flow.startParagraph('title', { level: 1 });
    else if (level !== undefined) this.flow.startParagraph('heading', { level });
    else this.flow.startParagraph();
    this.open[this.open.length - 1] = true;
  }

  private endParagraph(): void {
    if (this.open.at(-1) === true) this.flow.endParagraph();
    this.open[this.open.length - 1] = false;
  }
}

const groupKinds: Readonly<Record<string, Group['kind']>> = {
  fonttbl: 'fonts',
  colortbl: 'colours',
  stylesheet: 'styles',
  fldinst: 'instruction',
  template: 'instruction',
  upr: 'alternative',
};
/** Optional groups whose text is text of the document: boxes, and letters beyond the code page. */
const readThrough: ReadonlySet<string> = new Set(['footnote', 'shpinst', 'shptxt', 'ud']);
