// The way back: from a span of the reading text to its place in the original.
import type { Box, OriginMap, OriginRun, OriginSpan } from './reading.ts';
import type { TracedText } from './traced-text.ts';

type Origin = OriginRun['origin'];

/** Where `[start, end)` of the reading text lies in the original, in order, touching places merged. */
export function originOf(map: OriginMap, start: number, end: number): OriginSpan[] {
  const spans: OriginSpan[] = [];
  for (let index = firstRunEndingAfter(map.runs, start); index < map.runs.length; index += 1) {
    const run = map.runs[index];
    if (run === undefined || run.start >= end) break;
    const from = Math.max(0, start - run.start);
    const to = Math.min(run.length, end - run.start);
    if (from < to) append(spans, sliceOrigin(run, from, to));
  }
  return spans;
}

/** The map of cleaned text: the draft's own map seen through the trace of cleaning. */
export function composeOriginMap(draftMap: OriginMap, traced: TracedText): OriginMap {
  const runs: OriginRun[] = [];
  let index = 0;
  for (const stretch of unbrokenStretches(traced)) {
    while (index > 0 && (draftMap.runs[index]?.start ?? Number.POSITIVE_INFINITY) > stretch.draftStart) index -= 1;
    for (; index < draftMap.runs.length; index += 1) {
      const run = draftMap.runs[index];
      if (run === undefined || run.start >= stretch.draftStart + stretch.length) break;
      const from = Math.max(run.start, stretch.draftStart);
      const to = Math.min(run.start + run.length, stretch.draftStart + stretch.length);
      if (from < to)
        runs.push({
          start: stretch.start + from - stretch.draftStart,
          length: to - from,
          origin: sliceOrigin(run, from - run.start, to - run.start),
        });
    }
  }
  return { runs };
}

interface Stretch {
  readonly start: number;
  readonly draftStart: number;
  readonly length: number;
}

function* unbrokenStretches({ from }: TracedText): Generator<Stretch> {
  let start = 0;
  for (let index = 1; index <= from.length; index += 1) {
    if (index < from.length && from[index] === (from[index - 1] ?? 0) + 1) continue;
    yield { start, draftStart: from[start] ?? 0, length: index - start };
    start = index;
  }
}

function firstRunEndingAfter(runs: readonly OriginRun[], offset: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const run = runs[middle];
    if (run !== undefined && run.start + run.length <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A piece folded from a different number of units (an HTML entity) has no parts: any slice of it is the whole. */
function sliceOrigin(run: OriginRun, from: number, to: number): Origin {
  const { origin } = run;
  if (origin.kind === 'page') return { ...origin, box: sliceBox(origin.box, from / run.length, to / run.length) };
  return origin.length === run.length ? { ...origin, at: origin.at + from, length: to - from } : origin;
}

function sliceBox(box: Box, from: number, to: number): Box {
  return { ...box, x: box.x + box.width * from, width: box.width * (to - from) };
}

function append(spans: OriginSpan[], origin: Origin): void {
  const span = toSpan(origin);
  const last = spans.at(-1);
  const merged = last === undefined ? undefined : merge(last, span);
  if (merged === undefined) spans.push(span);
  else spans[spans.length - 1] = merged;
}

function toSpan(origin: Origin): OriginSpan {
  if (origin.kind === 'page') return { kind: 'page', page: origin.page, boxes: [origin.box] };
  const { length, at, ...place } = origin;
  return { ...place, start: at, end: at + length };
}

function merge(last: OriginSpan, next: OriginSpan): OriginSpan | undefined {
  if (last.kind === 'page')
    return next.kind === 'page' && next.page === last.page ? { ...last, boxes: mergeBoxes(last.boxes, next.boxes) } : undefined;
  if (next.kind === 'page' || next.kind !== last.kind || next.start > last.end || next.start < last.start) return undefined;
  if (last.kind === 'paragraph' && next.kind === 'paragraph' && last.paragraph !== next.paragraph) return undefined;
  return { ...last, end: Math.max(last.end, next.end) };
}

/** Boxes on one line become one box. Half a line's height tells lines apart from raised or lowered marks within one. */
function mergeBoxes(boxes: readonly Box[], next: readonly Box[]): readonly Box[] {
  const merged = [...boxes];
  for (const box of next) {
    const last = merged.at(-1);
    if (
      last !== undefined &&
      Math.abs(last.y + last.height - box.y - box.height) < Math.max(last.height, box.height) / 2 &&
      box.x >= last.x
    ) {
      merged[merged.length - 1] = union(last, box);
    } else merged.push(box);
  }
  return merged;
}

function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}
