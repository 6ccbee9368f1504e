// From the lines of pages with a fixed layout (PDF, OFD) to a draft: furniture apart, footnotes after the text, larger type as headings.
import { type Draft, DraftBuilder } from '../draft.ts';
import type { FileFlag, PageShape, RejectionReason } from '../reading.ts';
import { bodyHeight, footnoteStart, isFurnitureTest } from './pdf-furniture.ts';
import type { PageLine } from './pdf-lines.ts';
import { paragraphsOf, titleScale } from './pdf-paragraphs.ts';

/** Measured on scans and on fonts without a character table: both are far on the other side of these limits. */
const fewestCharactersPerPage = 10;
const leastLegibleShare = 0.8;

type TextLayerProblem = Extract<RejectionReason, 'no-text-layer' | 'garbled-text'>;

export const flagOfProblem = { 'no-text-layer': 'no_text_layer', 'garbled-text': 'garbled_text_layer' } as const satisfies Record<
  TextLayerProblem,
  FileFlag
>;

export function textLayerProblem(lines: readonly PageLine[], pages: number): TextLayerProblem | undefined {
  const text = lines
    .map((line) => line.text)
    .join('')
    .replace(/\s/g, '');
  if (text.length < fewestCharactersPerPage * pages) return 'no-text-layer';
  const legible = text.match(/[\p{Script=Han}\x21-\x7e\u2000-\u206f\u2460-\u24ff\u3000-\u303f\uff00-\uffef]/gu)?.length ?? 0;
  return legible < text.length * leastLegibleShare ? 'garbled-text' : undefined;
}

interface PageReading {
  readonly lines: PageLine[];
  readonly shape: PageShape;
}

/** A page on which less is seen than written has few words, and no others; unless what is written means nothing. */
export function readingOfPage(
  written: PageReading,
  problem: TextLayerProblem | undefined,
  recognised: PageReading | undefined,
): PageReading {
  if (problem === undefined || recognised === undefined || recognised.lines.length === 0) return written;
  return problem === 'garbled-text' || lengthOf(recognised.lines) > lengthOf(written.lines) ? recognised : written;
}

function lengthOf(lines: readonly PageLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.length, 0);
}

export interface AboutPages {
  readonly pages: readonly PageShape[];
  readonly hiddenTexts: readonly string[];
  readonly watermarks?: readonly string[];
  readonly flags: readonly FileFlag[];
  readonly title?: string | undefined;
}

export function draftOfPages(lines: readonly PageLine[], { pages, hiddenTexts, watermarks = [], flags, title }: AboutPages): Draft {
  const builder = new DraftBuilder();
  for (const flag of flags) builder.flag(flag);
  for (const text of hiddenTexts) builder.leaveOut('hidden-text-removed', text);
  for (const text of watermarks) builder.leaveOut('page-furniture-removed', text);
  const isFurniture = isFurnitureTest(lines, pages);
  for (const line of lines.filter(isFurniture)) builder.leaveOut('page-furniture-removed', line.text);
  const kept = lines.filter((line) => !isFurniture(line));
  const { text, footnotes } = partFootnotes(kept, pages);
  const body = bodyHeight(text);
  for (const { pieces, page, isRow, height } of [...paragraphsOf(text, body), ...paragraphsOf(footnotes, body)]) {
    const level = headingLevel(height, body);
    if (isRow) builder.add('table-row', pieces, { page });
    else builder.add(level === undefined ? 'body' : 'heading', pieces, { page, level });
  }
  return builder.build({ pages, ...(title ? { title } : {}) });
}

function partFootnotes(lines: readonly PageLine[], pages: readonly PageShape[]): { text: PageLine[]; footnotes: PageLine[] } {
  const body = bodyHeight(lines);
  const text: PageLine[] = [];
  const footnotes: PageLine[] = [];
  pages.forEach((shape, index) => {
    const own = lines.filter((line) => line.page === index + 1);
    const start = footnoteStart(own, body, shape);
    text.push(...own.slice(0, start));
    footnotes.push(...own.slice(start));
  });
  return { text, footnotes };
}

/** Type a fifth larger than the text is a heading. */
function headingLevel(height: number, body: number): number | undefined {
  if (height < body * 1.2) return undefined;
  return height >= body * titleScale ? 1 : 2;
}
