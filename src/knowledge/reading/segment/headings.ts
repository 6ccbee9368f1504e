// Recognises the headings of a text, by its format or by its words, and tells for each paragraph under which headings it stands.
import type { Paragraph, ReadingText } from '../reading.ts';
import { itemRank, type Numbering, numberingOf } from './numbering.ts';

export interface Heading {
  /** As it is shown: on one line, parted by ordinary spaces, without its full stop. */
  readonly label: string;
  /** Order of depth among all headings, marked or recognised: a smaller rank stands higher. */
  readonly rank: number;
  /** 1 is the highest; one more than the heading above where the format does not say. */
  readonly level: number;
  readonly article?: string;
}

export interface PlacedParagraph {
  /** A `heading` stands alone on its line; a `lead` opens a section with the text that follows it there. */
  readonly role: 'title' | 'heading' | 'lead' | 'text';
  /** From the highest down; a heading or lead is itself the last. Paragraphs of one section share the same array. */
  readonly headings: readonly Heading[];
}

export function placeParagraphs(reading: ReadingText, title: string): PlacedParagraph[] {
  const own = titleParagraphs(reading, title);
  let headings: readonly Heading[] = [];
  return reading.paragraphs.map((_, index) => {
    if (index >= own.start && index < own.end) return { role: 'title', headings };
    const found = index < own.end ? undefined : findHeading(reading, index, headings);
    headings =
      found === undefined ? withoutSiblings(headings, reading, index) : [...higherThan(found.rank, headings), leveled(found, headings)];
    return { role: roleOf(found), headings };
  });
}

/** The reading text with the title and the headings that were recognised by their words marked like those that the format marks. */
export function markHeadings(reading: ReadingText, title: string): ReadingText {
  const places = placeParagraphs(reading, title);
  return { ...reading, paragraphs: reading.paragraphs.map((paragraph, index) => markedParagraph(paragraph, places[index])) };
}

function markedParagraph(paragraph: Paragraph, place: PlacedParagraph | undefined): Paragraph {
  if (place?.role === 'title') return { ...paragraph, kind: 'title', level: 1 };
  const level = place?.headings.at(-1)?.level;
  return place?.role === 'heading' && level !== undefined ? { ...paragraph, kind: 'heading', level } : paragraph;
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

/** What a line says of itself as a heading, before its place among the others is known. */
interface FoundHeading extends Omit<Heading, 'level'> {
  readonly level?: number;
  readonly standsAlone: boolean;
}

function roleOf(found: FoundHeading | undefined): 'heading' | 'lead' | 'text' {
  if (found === undefined) return 'text';
  return found.standsAlone ? 'heading' : 'lead';
}

function higherThan(rank: number, headings: readonly Heading[]): readonly Heading[] {
  return headings.filter((heading) => heading.rank < rank);
}

function leveled({ label, rank, level, article }: FoundHeading, above: readonly Heading[]): Heading {
  const parentLevel = higherThan(rank, above).at(-1)?.level ?? 0;
  return { label: label.replace(/\s+/g, ' '), rank, level: level ?? parentLevel + 1, ...(article !== undefined && { article }) };
}

/** `七、本规范自印发之日起施行。` is no heading, but stands beside `六、质量考核` and not beneath it. */
function withoutSiblings(headings: readonly Heading[], reading: ReadingText, index: number): readonly Heading[] {
  const rank = numberingOf(bodyAt(reading, index))?.rank;
  return headings.some((heading) => heading.rank === rank) ? headings.filter((heading) => heading.rank < (rank ?? 0)) : headings;
}

/** Official headings stay within two lines of a page: 28 characters each (GB/T 9704). */
const longestHeading = 56;
/** A line without a number is only taken for a heading if it is short and a real paragraph follows. */
const longestPlainHeading = 32;
const shortestFollowingBody = 40;

function findHeading(reading: ReadingText, index: number, above: readonly Heading[]): FoundHeading | undefined {
  const paragraph = reading.paragraphs[index];
  if (paragraph === undefined) return undefined;
  const line = reading.text.slice(paragraph.start, paragraph.end).trim();
  const numbering = numberingOf(line);
  if (numbering === undefined && isBracketed(line)) return undefined;
  if (paragraph.kind === 'title' || paragraph.kind === 'heading') return markedHeading(paragraph, line, numbering);
  if (paragraph.kind !== 'body') return undefined;
  if (numbering?.article !== undefined) return { ...numbering, standsAlone: line.length < 20 && !/[。；：]$/.test(line) };
  if (numbering !== undefined) return numberedHeading(numbering, line, { reading, index }, above);
  return looksLikePlainHeading(line, bodyAt(reading, index + 1), bodyAt(reading, index + 2))
    ? { rank: plainRank, label: line, standsAlone: true }
    : undefined;
}

/** `（2024年3月18日印发）`, `（征求意见稿）`: what a line in brackets says belongs to the line above. */
function isBracketed(line: string): boolean {
  return /^[（(].*[）)]$/.test(line);
}

/** Headings that the format marks stand above all that are only recognised by their text. */
function markedHeading({ level = 1 }: Paragraph, line: string, numbering: Numbering | undefined): FoundHeading {
  return { ...numbering, rank: level / 10, level, label: line, standsAlone: true };
}
const plainRank = 0.9;

interface LinePlace {
  readonly reading: ReadingText;
  readonly index: number;
}

function numberedHeading(numbering: Numbering, line: string, place: LinePlace, above: readonly Heading[]): FoundHeading | undefined {
  if (numbering.rank >= itemRank && above.some((heading) => heading.article !== undefined)) return undefined;
  if (standsAlone(numbering, line, place)) return { rank: numbering.rank, label: line.replace(/。$/, ''), standsAlone: true };
  const lead = runInLead(line);
  return lead === undefined ? undefined : { rank: numbering.rank, label: lead, standsAlone: false };
}

/** Entries of a list look like headings; under a heading comes text that is longer, or numbered one level deeper. */
function standsAlone(numbering: Numbering, line: string, { reading, index }: LinePlace): boolean {
  if (line.length > longestHeading || /[；;：:，,]$/.test(line)) return false;
  if (numbering.rank < itemRank) return true;
  if (endsList(numbering, bodyAt(reading, index - 1))) return false;
  const next = bodyAt(reading, index + 1);
  const below = numberingOf(next);
  const opensText = below === undefined ? next.length > line.length : below.rank > numbering.rank;
  return opensText && /^[^。]*。?$/.test(line);
}

/** The last entry of a list ends with a full stop, but the entry before it does not. */
function endsList(numbering: Numbering, previous: string): boolean {
  return /[；;，,]$/.test(previous) && numberingOf(previous)?.rank === numbering.rank;
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

function bodyAt(reading: ReadingText, index: number): string {
  const paragraph = reading.paragraphs[index];
  return paragraph?.kind === 'body' ? reading.text.slice(paragraph.start, paragraph.end).trim() : '';
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
