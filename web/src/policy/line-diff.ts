// Which lines of a text were taken out and which were put in.
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  /** Its number in the text before and after, counted from 1. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Longer stretches are shown as replaced whole: comparing them line by line would take too long. */
const mostCells = 4_000_000;

export function diffLines(before: string, after: string): DiffLine[] {
  const [left, right] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(left.length, right.length) - head && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1;
  const kept = keptLines(left.slice(head, left.length - tail), right.slice(head, right.length - tail));

  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  const same = () => lines.push({ kind: 'same', text: left[row] ?? '', before: ++row, after: ++column });
  const until = (toRow: number, toColumn: number) => {
    while (row < toRow) lines.push({ kind: 'removed', text: left[row] ?? '', before: ++row, after: null });
    while (column < toColumn) lines.push({ kind: 'added', text: right[column] ?? '', before: null, after: ++column });
  };
  while (row < head) same();
  for (const [keptRow, keptColumn] of kept) {
    until(head + keptRow, head + keptColumn);
    same();
  }
  until(left.length - tail, right.length - tail);
  while (row < left.length) same();
  return lines;
}

/** The pairs of lines of a longest common subsequence, in order. */
function keptLines(left: readonly string[], right: readonly string[]): [number, number][] {
  if (left.length * right.length > mostCells) return [];
  const width = right.length + 1;
  // Of what is left from here on; a text has fewer lines than 65,536.
  const common = new Uint16Array((left.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1)
    for (let column = right.length - 1; column >= 0; column -= 1)
      common[row * width + column] =
        left[row] === right[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
  const pairs: [number, number][] = [];
  for (let row = 0, column = 0; row < left.length && column < right.length; ) {
    if (left[row] === right[column]) pairs.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}

/** What changed with a few lines around it; `null` stands for lines that are left out. */
export function withContext(lines: readonly DiffLine[], around = 3): (DiffLine | null)[] {
  const isNear = lines.map((_, place) => lines.slice(Math.max(0, place - around), place + around + 1).some(({ kind }) => kind !== 'same'));
  return lines.flatMap((line, place) => {
    if (isNear[place]) return [line];
    return place === 0 || isNear[place - 1] ? [null] : [];
  });
}
