// From lines to paragraphs: a full line goes on in the next one, unless that one is indented or set differently.
import type { Piece } from '../draft.ts';
import type { PageLine } from './pdf-lines.ts';

export interface PageParagraph {
  readonly page: number;
  readonly pieces: readonly Piece[];
  readonly height: number;
  readonly isRow: boolean;
}

export function paragraphsOf(lines: readonly PageLine[], bodyHeight: number): PageParagraph[] {
  const paragraphs: OpenParagraph[] = [];
  lines.forEach((line, index) => {
    const open = paragraphs.at(-1);
    const isRow = line.hasGaps && (lines[index - 1]?.hasGaps === true || lines[index + 1]?.hasGaps === true);
    const joint = open === undefined ? undefined : jointOf(open, index, isRow, lines, bodyHeight);
    if (open === undefined || joint === undefined)
      paragraphs.push({ page: line.page, x: line.x, pieces: [...line.pieces], height: line.height, isRow });
    else open.pieces.push({ text: joint }, ...line.pieces);
  });
  return paragraphs;
}

interface OpenParagraph {
  readonly page: number;
  readonly x: number;
  readonly pieces: Piece[];
  readonly height: number;
  readonly isRow: boolean;
}

/** What joins a line to the paragraph before it; undefined if it starts a new one. */
function jointOf(open: OpenParagraph, index: number, isRow: boolean, lines: readonly PageLine[], bodyHeight: number): string | undefined {
  const last = lines[index - 1];
  const line = lines[index];
  if (last === undefined || line === undefined) return undefined;
  if (open.isRow) return cellJoint(open, index, lines);
  if (isRow || !continues(index, lines, bodyHeight)) return undefined;
  return /[A-Za-z\d,.]$/.test(last.text) && /^[A-Za-z]/.test(line.text) ? ' ' : '';
}

/** A page writes a table cell by cell: the second line of a cell goes down, and the next cell of the row up again. */
function cellJoint(open: OpenParagraph, index: number, lines: readonly PageLine[]): string | undefined {
  const [last, line, next] = [lines[index - 1], lines[index], lines[index + 1]];
  if (last === undefined || line === undefined || line.page !== open.page || line.x < open.x + line.height) return undefined;
  const isAbove = (other: PageLine, than: PageLine) => other.page === than.page && other.y < than.y - than.height / 2;
  if (isAbove(line, last)) return ' | ';
  return next !== undefined && isAbove(next, line) ? '' : undefined;
}

function continues(index: number, lines: readonly PageLine[], bodyHeight: number): boolean {
  const last = lines[index - 1];
  const line = lines[index];
  if (last === undefined || line === undefined || Math.abs(last.height - line.height) > line.height * 0.15) return false;
  // The lines of a title are centred, so where they end says nothing.
  if (Math.min(last.height, line.height) >= bodyHeight * titleScale) return follows(last, line);
  if (startsItem.test(line.text.trim()) || (line.hasGaps && /[。；：！？）]$/.test(last.text.trim()))) return false;
  // What stands far below does not go on, nor does a signature at the right edge at the left one.
  const isBelow = line.page === last.page && line.y > last.y;
  if (isBelow && (!follows(last, line) || last.x > line.x + last.height * farIndent)) return false;
  if (/[。；：]$/.test(last.text.trim()) && startsClause.test(line.text.trim())) return false;
  // Across pages and columns only a sentence that has not ended goes on.
  if (!follows(last, line) && /[。！？；：]$/.test(last.text.trim())) return false;
  return isFull(index - 1, lines) && !isIndented(index, lines);
}

/** In character heights: first lines are indented by two. */
const farIndent = 6;

/** The next of the attachments, the next clause; whatever the width of the line above says. */
const startsItem = /^(?:\d{1,2}[.．](?!\d)|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]{1,3}、))/;

/** After the end of a sentence, in columns that are set without indents. */
const startsClause = /^(?:第[一二三四五六七八九十百零〇\d]{1,6}[章节条]|（[一二三四五六七八九十]{1,3}）)/;

/** Titles of official documents are set in 22 points over 16. */
export const titleScale = 1.35;

/** Directly below on the same page; lines of official documents stand 1.8 heights apart. */
function follows(last: PageLine, line: PageLine): boolean {
  return line.page === last.page && line.y > last.y && line.y - last.y < last.height * 2.6;
}

/** The lines below in the same column: enough of them to see where the column ends. */
const columnSample = 4;

function columnBelow(index: number, lines: readonly PageLine[]): PageLine[] {
  const [first, ...rest] = lines.slice(index, index + 1 + columnSample);
  if (first === undefined) return [];
  const column = [first];
  for (const line of rest) {
    if (!follows(column.at(-1) ?? first, line) || Math.abs(line.x - first.x) > first.height * 3.5) break;
    column.push(line);
  }
  return column;
}

/** Shorter lines are entries of a list, whatever the lines below them are. In character heights. */
const shortestFullLine = 12;

/** Punctuation may not begin a line, so full lines can be two characters short. */
function isFull(index: number, lines: readonly PageLine[]): boolean {
  const line = lines[index];
  if (line === undefined || line.width < line.height * shortestFullLine) return false;
  return line.x + line.width > Math.max(...columnBelow(index, lines).map((other) => other.x + other.width)) - line.height * 2.2;
}

function isIndented(index: number, lines: readonly PageLine[]): boolean {
  const line = lines[index];
  const last = lines[index - 1];
  if (line === undefined || last === undefined) return true;
  const column = columnBelow(index, lines);
  const left = Math.min(...(follows(last, line) ? [last, ...column] : column).map((other) => other.x));
  return line.x > left + line.height * 0.8;
}
