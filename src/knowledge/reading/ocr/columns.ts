// Columns of a scanned page, two or three: lines that fill what is between gutters are read down the one column, then down the next.
import type { FoundLine } from './table-rows.ts';

/** Fewer lines on a side are a table, a signature or a caption. */
const fewestLines = 5;
/** Cells of tables are ragged and short; lines of a column are long, and most of them end where the others do. */
const [shortestLine, leastWidth, leastFull] = [8, 0.25, 0.6];
/** In letter heights. */
const endSlack = 1.5;
/** Where gutters are looked for, in shares of the width of what is written, where there are three columns and where there are two. */
const places: readonly (readonly (readonly [from: number, to: number])[])[] = [
  [
    [0.25, 0.42],
    [0.58, 0.75],
  ],
  [[0.35, 0.65]],
];
/** Between two places; and how many lines may run across a gutter. */
const [step, mostAcross] = [0.01, 0.25];

/** The lines in groups that are read one after the other: what runs across a gutter parts what stands above it from what stands below. */
export function columnsOf(lines: readonly FoundLine[]): FoundLine[][] {
  const gutters = guttersOf(lines);
  if (gutters.length === 0) return [[...lines]];
  const groups: FoundLine[][] = [];
  const none = (): FoundLine[][] => Array.from({ length: gutters.length + 1 }, () => []);
  let columns = none();
  const close = (): void => {
    groups.push(...columns.filter((column) => column.length > 0));
    columns = none();
  };
  for (const line of lines.toSorted((one, other) => one.y - other.y)) {
    if (isAcross(line, gutters)) {
      close();
      groups.push([line]);
    } else columns[columnAt(line, gutters)]?.push(line);
  }
  close();
  return groups;
}

function isAcross({ x, width }: FoundLine, gutters: readonly number[]): boolean {
  return gutters.some((gutter) => x < gutter && x + width > gutter);
}

function columnAt({ x }: FoundLine, gutters: readonly number[]): number {
  return gutters.filter((gutter) => x >= gutter).length;
}

/** From the left; none where it is not written in columns. */
function guttersOf(lines: readonly FoundLine[]): readonly number[] {
  const start = Math.min(...lines.map(({ x }) => x));
  const whole = Math.max(...lines.map(({ x, width }) => x + width)) - start;
  const long = lines.filter(
    ({ width, parts }) => width >= whole * leastWidth && parts.reduce((sum, { text }) => sum + text.length, 0) >= shortestLine,
  );
  for (const ranges of places) {
    let best: { readonly gutters: readonly number[]; readonly across: number } | undefined;
    for (const shares of combined(ranges)) {
      const gutters = shares.map((share) => start + whole * share);
      const across = lines.filter((line) => isAcross(line, gutters)).length;
      if ((best === undefined || across < best.across) && areColumns(long, gutters, across)) best = { gutters, across };
    }
    if (best !== undefined) return best.gutters;
  }
  return [];
}

/** One place of each range. */
function combined(ranges: readonly (readonly [from: number, to: number])[]): number[][] {
  const [range, ...others] = ranges;
  if (range === undefined) return [[]];
  const [from, to] = range;
  const shares = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);
  return shares.flatMap((share) => combined(others).map((rest) => [share, ...rest]));
}

function areColumns(long: readonly FoundLine[], gutters: readonly number[], across: number): boolean {
  const within = long.filter((line) => !isAcross(line, gutters));
  const columns = Array.from({ length: gutters.length + 1 }, (_, index) => within.filter((line) => columnAt(line, gutters) === index));
  return (
    across <= mostAcross * within.length &&
    columns.every((column, index) => isColumn(column) && (index === 0 || areBeside(columns[index - 1] ?? [], column)))
  );
}

function isColumn(lines: readonly FoundLine[]): boolean {
  const end = Math.max(...lines.map(({ x, width }) => x + width));
  const full = lines.filter(({ x, width, height }) => end - x - width < height * endSlack);
  return lines.length >= fewestLines && full.length >= lines.length * leastFull;
}

function areBeside(left: readonly FoundLine[], right: readonly FoundLine[]): boolean {
  const [leftTop, leftEnd] = [Math.min(...left.map(({ y }) => y)), Math.max(...left.map(({ y }) => y))];
  const [rightTop, rightEnd] = [Math.min(...right.map(({ y }) => y)), Math.max(...right.map(({ y }) => y))];
  const shared = Math.min(leftEnd, rightEnd) - Math.max(leftTop, rightTop);
  return shared >= Math.min(leftEnd - leftTop, rightEnd - rightTop) / 2;
}
