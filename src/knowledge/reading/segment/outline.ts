// Walks the paragraphs and tells for each where it stands: its headings, its article, and whether it is itself a heading.
import type { Paragraph, ReadingText } from '../reading.ts';
import { itemRank, type Numbering, numberingOf } from './numbering.ts';

/** Consecutive paragraphs under the same headings. */
export interface Section {
  readonly headingPath: readonly string[];
  readonly article?: string;
  /** Indices into `ReadingText.paragraphs`. */
  readonly paragraphs: readonly number[];
  /** Only a heading that has nothing beneath it. */
  readonly isBareHeading: boolean;
}

export function outline(reading: ReadingText, title: string): Section[] {
  const walker = new OutlineWalker();
  const own = titleParagraphs(reading, title);
  reading.paragraphs.forEach((paragraph, index) => {
    // Every passage is found by the title of its document; a passage of the title alone would say nothing more.
    if (index >= own.start && index < own.end) return;
    const heading = index < own.end ? undefined : headingOf(reading, index, walker.headings);
    if (heading === undefined) walker.addBody(index, paragraph.kind === 'table-row');
    else walker.addHeading(index, heading);
  });
  return walker.finish();
}

class OutlineWalker {
  headings: readonly FoundHeading[] = [];
  private readonly sections: Section[] = [];
  private paragraphs: number[] = [];
  private isTable = false;
  /** A heading under which nothing has come yet. */
  private bareHeading: number | undefined;

  addBody(index: number, isTableRow: boolean): void {
    if (isTableRow !== this.isTable) this.flush();
    this.isTable = isTableRow;
    this.paragraphs.push(index);
    this.bareHeading = undefined;
  }

  addHeading(index: number, heading: FoundHeading): void {
    this.flush();
    const parents = this.headings.filter((above) => above.rank < heading.rank);
    if (parents.length < this.headings.length) this.flushBareHeading();
    this.headings = [...parents, heading];
    this.bareHeading = heading.standsAlone ? index : undefined;
    if (!heading.standsAlone) this.paragraphs.push(index);
  }

  finish(): Section[] {
    this.flush();
    this.flushBareHeading();
    return this.sections;
  }

  private flush(): void {
    if (this.paragraphs.length > 0) this.sections.push(toSection(this.headings, this.paragraphs, false));
    this.paragraphs = [];
  }

  private flushBareHeading(): void {
    if (this.bareHeading !== undefined) this.sections.push(toSection(this.headings.slice(0, -1), [this.bareHeading], true));
    this.bareHeading = undefined;
  }
}

/** Indices of the paragraphs that make up the title, which may take several lines. */
function titleParagraphs(reading: ReadingText, title: string): { readonly start: number; readonly end: number } {
  const words = withoutSpace(title);
  const texts = reading.paragraphs.slice(0, 20).map(({ start, end }) => withoutSpace(reading.text.slice(start, end)));
  for (const [start] of texts.entries()) {
    for (let count = 1; count <= 3; count += 1)
      if (texts.slice(start, start + count).join('') === words) return { start, end: start + count };
  }
  return { start: 0, end: 0 };
}

function toSection(headings: readonly FoundHeading[], paragraphs: readonly number[], isBareHeading: boolean): Section {
  const article = headings.findLast((heading) => heading.article !== undefined)?.article;
  return { headingPath: headings.map((heading) => heading.label), ...(article !== undefined && { article }), paragraphs, isBareHeading };
}

interface FoundHeading {
  readonly rank: number;
  readonly label: string;
  readonly article?: string;
  /** The whole paragraph is the heading; otherwise text follows on the same line. */
  readonly standsAlone: boolean;
}

/** Official headings stay within two lines of a page: 28 characters each (GB/T 9704). */
const longestHeading = 56;
/** A line without a number is only taken for a heading if it is short and a real paragraph follows. */
const longestPlainHeading = 32;
const shortestFollowingBody = 40;

function headingOf(reading: ReadingText, index: number, above: readonly FoundHeading[]): FoundHeading | undefined {
  const paragraph = reading.paragraphs[index];
  if (paragraph === undefined) return undefined;
  const line = reading.text.slice(paragraph.start, paragraph.end).trim();
  const numbering = numberingOf(line);
  if (paragraph.kind === 'title' || paragraph.kind === 'heading')
    return { ...numbering, rank: formatRank(paragraph), label: line, standsAlone: true };
  if (paragraph.kind !== 'body') return undefined;
  if (numbering?.article !== undefined) return { ...numbering, standsAlone: line.length < 20 && !/[。；：]$/.test(line) };
  if (numbering !== undefined) return numberedHeading(numbering, line, bodyAfter(reading, index), above);
  return looksLikePlainHeading(line, bodyAfter(reading, index), bodyAfter(reading, index + 1))
    ? { rank: plainRank, label: line, standsAlone: true }
    : undefined;
}

/** Headings that the format marks stand above all that are only recognised by their text. */
function formatRank(paragraph: Paragraph): number {
  return (paragraph.level ?? 1) / 10;
}
const plainRank = 0.9;

function numberedHeading(numbering: Numbering, line: string, next: string, above: readonly FoundHeading[]): FoundHeading | undefined {
  if (numbering.rank >= itemRank && above.some((heading) => heading.article !== undefined)) return undefined;
  if (standsAlone(numbering, line, next)) return { rank: numbering.rank, label: line.replace(/。$/, ''), standsAlone: true };
  const lead = runInLead(line);
  return lead === undefined ? undefined : { rank: numbering.rank, label: lead, standsAlone: false };
}

/** Entries of a list look like headings; under a heading comes text that is longer, or numbered one level deeper. */
function standsAlone(numbering: Numbering, line: string, next: string): boolean {
  if (line.length > longestHeading || /[；;：:，,]$/.test(line)) return false;
  if (numbering.rank < itemRank) return true;
  const below = numberingOf(next);
  const opensText = below === undefined ? next.length > line.length : below.rank > numbering.rank;
  return opensText && /^[^。]*。?$/.test(line);
}

/** `（一）压实责任。各部门要……`: the first sentence of a numbered paragraph is its heading when it is short. */
function runInLead(line: string): string | undefined {
  return /^[^。；：，]{2,30}(?=。.)/u.exec(line)?.[0];
}

/** A line without marks before a paragraph, or before the name of its author and a paragraph. */
function looksLikePlainHeading(line: string, next: string, afterNext: string): boolean {
  const isShort = line.length >= 4 && line.length <= longestPlainHeading;
  if (!isShort || !/[\p{L}\d”》）)]$/u.test(line) || /[。，；：,;:、|]|^—|\p{Script=Han}\s+\p{Script=Han}/u.test(line)) return false;
  return next.length >= shortestFollowingBody || (/^\p{Script=Han}{2,4}$/u.test(next) && afterNext.length >= shortestFollowingBody);
}

function bodyAfter(reading: ReadingText, index: number): string {
  const next = reading.paragraphs[index + 1];
  return next?.kind === 'body' ? reading.text.slice(next.start, next.end).trim() : '';
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
