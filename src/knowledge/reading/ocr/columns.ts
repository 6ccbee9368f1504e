// Columns of a scanned page: lines that fill either side of a gutter are read down the one side, then down the other.
import type { FoundLine } from './table-rows.ts';

/** Fewer lines on a side are a table, a signature or a caption. */
const fewestLines = 5;
/** Cells of tables are ragged and short; lines of a column are long, and most of them end where the others do. */
const [shortestLine, leastWidth, leastFull] = [8, 0.25, 0.6];
/** In letter heights. */
const endSlack = 1.5;
/** Where a gutter is looked for, in shares of the width of what is written; and how many lines may run across it. */
const [firstPlace, lastPlace, steps, mostAcross] = [0.35, 0.65, 30, 0.25];

/** The lines in groups that are read one after the other: what runs across the gutter parts what stands above it from what stands below. */
export function columnsOf(lines: readonly FoundLine[]): FoundLine[][] {
  const gutter = gutterOf(lines);
  if (gutter === undefined) return [[...lines]];
  const groups: FoundLine[][] = [];
  let [left, right]: [FoundLine[], FoundLine[]] = [[], []];
  const close = (): void => {
    groups.push(...[left, right].filter((side) => side.length > 0));
    [left, right] = [[], []];
  };
  for (const line of lines.toSorted((one, other) => one.y - other.y)) {
    if (isAcross(line, gutter)) {
      close();
      groups.push([line]);
    } else (line.x < gutter ? left : right).push(line);
  }
  close();
  return groups;
}

function isAcross({ x, width }: FoundLine, gutter: number): boolean {
  return x < gutter && x + width > gutter;
}

function gutterOf(lines: readonly FoundLine[]): number | undefined {
  const start = Math.min(...lines.map(({ x }) => x));
  const whole = Math.max(...lines.map(({ x, width }) => x + width)) - start;
  const long = lines.filter(
    ({ width, parts }) => width >= whole * leastWidth && parts.reduce((sum, { text }) => sum + text.length, 0) >= shortestLine,
  );
  let best: { readonly gutter: number; readonly across: number } | undefined;
  for (let step = 0; step <= steps; step += 1) {
    const gutter = start + whole * (firstPlace + ((lastPlace - firstPlace) * step) / steps);
    const across = lines.filter((line) => isAcross(line, gutter)).length;
    if (best !== undefined && across >= best.across) continue;
    const [left, right] = [long.filter(({ x, width }) => x + width <= gutter), long.filter(({ x }) => x >= gutter)];
    if (isColumn(left) && isColumn(right) && across <= mostAcross * (left.length + right.length) && areBeside(left, right))
      best = { gutter, across };
  }
  return best?.gutter;
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
