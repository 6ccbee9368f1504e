// The rows of a scanned table: lines that stand beside each other on one height, under or above others at the same places.
import type { PageItem } from '../parse/pdf-lines.ts';
import type { Box } from '../reading.ts';

/** One line of text that was found, laid out, in its sure and unsure parts. */
export interface FoundLine extends Box {
  readonly parts: readonly PageItem[];
}

type Row = readonly FoundLine[];

/** Marks where cells begin, and puts the second line of a cell behind its first. */
export function settleTables(rows: readonly Row[]): PageItem[] {
  const settled: FoundLine[][] = [];
  rows.forEach((row, index) => {
    const above = settled.at(-1);
    const [only] = row;
    const cell =
      row.length === 1 && only && above && isTabular(above, settled.slice(0, -1), rows.slice(index + 1)) ? cellAbove(only, above) : -1;
    const open = above?.[cell];
    if (only && above && open) above[cell] = { ...open, parts: [...open.parts, ...behind(open, only)] };
    else settled.push([...row]);
  });
  return settled.flatMap((row, index) =>
    isTabular(row, settled.slice(0, index), settled.slice(index + 1)) ? row.flatMap(asCell) : row.flatMap(({ parts }) => parts),
  );
}

/** How many rows away the next of the same table may be: a cell of several lines lies between. */
const reach = 3;

function isTabular(row: Row, before: readonly Row[], after: readonly Row[]): boolean {
  return row.length >= 2 && [...before.slice(-reach), ...after.slice(0, reach)].some((other) => alignedCells(row, other) >= 2);
}

/** Cells are set to the left or centred. */
function alignedCells(row: Row, other: Row): number {
  return row.filter((cell) =>
    other.some((near) => {
      const slack = Math.max(cell.height, near.height) * 0.6;
      return Math.abs(cell.x - near.x) < slack || Math.abs(cell.x + cell.width / 2 - near.x - near.width / 2) < slack;
    }),
  ).length;
}

/** In letter heights, from line to line: official documents set 29 points for 16. */
const lineStep = 3.2;

/** Directly below one cell of the row and wholly within its width, give or take a letter; -1 where it is not. */
function cellAbove(line: FoundLine, row: Row): number {
  return row.findIndex(
    (cell, index) =>
      index > 0 &&
      line.y - cell.y < cell.height * lineStep &&
      line.x > cell.x - cell.height &&
      line.x + line.width < cell.x + cell.width + cell.height,
  );
}

/** Laid out where the cell ends, without width: what follows in the row must not seem to lie before it. Seen where it is. */
function behind({ x, y, width, height }: FoundLine, { parts }: FoundLine): PageItem[] {
  return parts.map((part) => ({ ...part, x: x + width, y, width: 0, height }));
}

function asCell({ parts }: FoundLine, index: number): PageItem[] {
  return parts.map((part, at) => (at === 0 && index > 0 ? { ...part, startsCell: true } : part));
}
