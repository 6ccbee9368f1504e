// Walks the paragraphs and tells for each where it stands: its headings, its article, and whether it is itself a heading.
import type { Paragraph, ReadingText } from '../reading.ts';
import { articleRank, itemRank, type Numbering, numberingOf } from './numbering.ts';

/** Consecutive paragraphs under the same headings. */
export interface Section {
  readonly headingPath: readonly string[];
  readonly article?: string;
  /** Indices into `ReadingText.paragraphs`. */
  readonly paragraphs: readonly number[];
  /** Only a heading that has nothing beneath it. */
  readonly isBareHeading: boolean;
}

interface Heading {
  readonly rank: number;
  readonly label: string;
  readonly article?: string;
}

interface OpenSection {
  headings: Heading[];
  paragraphs: number[];
}

export function outline(reading: ReadingText, title: string): Section[] {
  const sections: Section[] = [];
  let open: OpenSection = { headings: [], paragraphs: [] };
  let pendingHeading: number | undefined;
  const flush = () => {
    if (open.paragraphs.length > 0) sections.push(toSection(open, false));
    open = { headings: open.headings, paragraphs: [] };
  };
  reading.paragraphs.forEach((paragraph, index) => {
    const text = reading.text.slice(paragraph.start, paragraph.end);
    const heading = headingOf(paragraph, text, nextText(reading, index), open.headings);
    if (heading === undefined) {
      open.paragraphs.push(index);
      pendingHeading = undefined;
      return;
    }
    flush();
    const parents = open.headings.filter((above) => above.rank < heading.rank);
    if (pendingHeading !== undefined && parents.length < open.headings.length)
      sections.push(toSection({ headings: open.headings.slice(0, -1), paragraphs: [pendingHeading] }, true));
    const isTitle = heading.standsAlone && sameWords(text, title);
    open = { headings: isTitle ? [] : [...parents, heading], paragraphs: heading.standsAlone ? [] : [index] };
    pendingHeading = heading.standsAlone && !isTitle ? index : undefined;
  });
  flush();
  if (pendingHeading !== undefined) sections.push(toSection({ headings: open.headings.slice(0, -1), paragraphs: [pendingHeading] }, true));
  return sections;
}

function toSection({ headings, paragraphs }: OpenSection, isBareHeading: boolean): Section {
  const article = headings.findLast((heading) => heading.article !== undefined)?.article;
  return { headingPath: headings.map((heading) => heading.label), ...(article !== undefined && { article }), paragraphs, isBareHeading };
}

interface FoundHeading extends Heading {
  /** The whole paragraph is the heading; otherwise text follows on the same line. */
  readonly standsAlone: boolean;
}

/** Official headings stay within two lines of a page: 28 characters each (GB/T 9704). */
const longestHeading = 56;
/** A line without a number is only taken for a heading if it is short and a real paragraph follows. */
const longestPlainHeading = 32;
const shortestFollowingBody = 60;

function headingOf(paragraph: Paragraph, text: string, next: string, above: readonly Heading[]): FoundHeading | undefined {
  const numbering = numberingOf(text);
  if (paragraph.kind === 'title' || paragraph.kind === 'heading')
    return { ...numbering, rank: formatRank(paragraph), label: text.trim(), standsAlone: true };
  if (paragraph.kind !== 'body') return undefined;
  if (numbering !== undefined) return numberedHeading(numbering, text, above);
  return looksLikePlainHeading(text, next) ? { rank: plainRank, label: text.trim(), standsAlone: true } : undefined;
}

/** Headings that the format marks stand above all that are only recognised by their text. */
function formatRank(paragraph: Paragraph): number {
  return (paragraph.level ?? 1) / 10;
}
const plainRank = 0.9;

function numberedHeading(numbering: Numbering, text: string, above: readonly Heading[]): FoundHeading | undefined {
  if (numbering.article !== undefined) return { ...numbering, standsAlone: text.trim().length < 20 && !/[。；：]$/.test(text.trim()) };
  const isInsideArticle = above.some((heading) => heading.rank === articleRank);
  if (numbering.rank >= itemRank && isInsideArticle) return undefined;
  const line = text.trim();
  if (line.length <= longestHeading && !/[。；;：:，,]$/.test(line)) return { rank: numbering.rank, label: line, standsAlone: true };
  const lead = runInLead(line);
  return lead === undefined ? undefined : { rank: numbering.rank, label: lead, standsAlone: false };
}

/** `（一）压实责任。各部门要……`: the first sentence of a numbered paragraph is its heading when it is short. */
function runInLead(line: string): string | undefined {
  return /^[^。；：，]{2,30}(?=。.)/u.exec(line)?.[0];
}

function looksLikePlainHeading(text: string, next: string): boolean {
  const line = text.trim();
  return (
    line.length >= 4 &&
    line.length <= longestPlainHeading &&
    next.length >= shortestFollowingBody &&
    /[\p{Script=Han}\p{L}\d”》）)]$/u.test(line) &&
    !/[。，；：,;:、|]/.test(line)
  );
}

function nextText(reading: ReadingText, index: number): string {
  const next = reading.paragraphs[index + 1];
  return next?.kind === 'body' ? reading.text.slice(next.start, next.end) : '';
}

function sameWords(a: string, b: string): boolean {
  return a.replace(/\s+/g, '') === b.replace(/\s+/g, '');
}
