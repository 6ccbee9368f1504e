// From lines to paragraphs: a full line goes on in the next one, unless that one is indented or set differently.
import type { Piece } from '../draft.ts';
import type { PageLine } from './pdf-lines.ts';

export interface PageParagraph {
  readonly page: number;
  readonly pieces: readonly Piece[];
  readonly height: number;
  readonly isRow: boolean;
}

export function paragraphsOf(lines: readonly PageLine[]): PageParagraph[] {
  const paragraphs: { page: number; pieces: Piece[]; height: number; isRow: boolean }[] = [];
  lines.forEach((line, index) => {
    const last = lines[index - 1];
    const open = paragraphs.at(-1);
    const isRow = line.hasGaps && (last?.hasGaps === true || lines[index + 1]?.hasGaps === true);
    if (last !== undefined && open !== undefined && !isRow && !open.isRow && continues(last, line, lines))
      open.pieces.push(...continuation(last, line));
    else paragraphs.push({ page: line.page, pieces: [...line.pieces], height: line.height, isRow });
  });
  return paragraphs;
}

function continues(last: PageLine, line: PageLine, lines: readonly PageLine[]): boolean {
  if (Math.abs(last.height - line.height) > line.height * 0.15) return false;
  const isNewColumn = line.page !== last.page || line.y < last.y;
  if (!isNewColumn && line.y - last.y > last.height * 2.6) return false;
  // Across pages and columns only a sentence that has not ended goes on.
  if (isNewColumn && /[。！？；：]$/.test(last.text.trim())) return false;
  return isFull(last, column(last, lines)) && !isIndented(line, column(line, lines));
}

/** Lines that share the page and most of the width: the column in which a line stands. */
function column(line: PageLine, lines: readonly PageLine[]): PageLine[] {
  return lines.filter(
    (other) =>
      other.page === line.page &&
      overlap(line, other) > Math.min(line.width, other.width) / 2 &&
      Math.abs(other.height - line.height) < line.height * 0.3,
  );
}

function overlap(a: PageLine, b: PageLine): number {
  return Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
}

/** Punctuation may not begin a line, so full lines can be two characters short. */
function isFull(line: PageLine, neighbours: readonly PageLine[]): boolean {
  return line.x + line.width > Math.max(...neighbours.map((other) => other.x + other.width)) - line.height * 2.2;
}

function isIndented(line: PageLine, neighbours: readonly PageLine[]): boolean {
  return line.x > Math.min(...neighbours.map((other) => other.x)) + line.height * 0.8;
}

function continuation(last: PageLine, line: PageLine): readonly Piece[] {
  const isBetweenWords = /[A-Za-z\d,.]$/.test(last.text) && /^[A-Za-z]/.test(line.text);
  return isBetweenWords ? [{ text: ' ' }, ...line.pieces] : line.pieces;
}
