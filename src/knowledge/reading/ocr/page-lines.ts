// From what an engine found in the picture of a page to the lines of the page: straightened, in points, in reading order.
import { linesOfPage, rowsOf, type PageItem, type PageLine } from '../parse/pdf-lines.ts';
import type { Box } from '../reading.ts';
import { columnsOf } from './columns.ts';
import { putRight } from './confusions.ts';
import type { OcrCharacter, OcrLine, Point } from './ocr-engine.ts';
import { type FoundLine, settleTables } from './table-rows.ts';

/** Below this a character is shown as uncertain: on noisy scans a quarter of those below were wrong, and one in three hundred above. */
const leastSure = 0.8;

/** A line with fewer sure characters is dirt, a seal or a picture. */
const leastMeanConfidence = 0.5;

export function linesOfPicture(found: readonly OcrLine[], page: number, pointsPerPixel: number): PageLine[] {
  const lines = found.filter((line) => meanConfidence(line) >= leastMeanConfidence).map(corrected);
  const skew = skewOf(lines);
  const heights = evenHeights(lines.map(letterHeight));
  const items = lines.map((line, index) => itemsOf(line, heights[index] ?? 0, skew, pointsPerPixel));
  const inOrder = columnsOf(items.map(joined)).flatMap((group) => settleTables(rowsOf(group)));
  return linesOfPage(inOrder, page);
}

function corrected({ corners, characters }: OcrLine): OcrLine {
  const text = putRight(characters.map((character) => character.text).join(''));
  return { corners, characters: characters.map((character, index) => ({ ...character, text: text[index] ?? character.text })) };
}

function meanConfidence({ characters }: OcrLine): number {
  return characters.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, characters.length);
}

/** How far the page is turned: the middle one of the angles of its longer lines, in radians. */
function skewOf(lines: readonly OcrLine[]): number {
  const long = lines.filter(({ characters }) => characters.length >= 6);
  const angles = long.map(({ corners: [a, b] }) => Math.atan2(b.y - a.y, b.x - a.x)).toSorted((left, right) => left - right);
  return angles[Math.floor(angles.length / 2)] ?? 0;
}

const isHan = (character: OcrCharacter): boolean => /^\p{Script=Han}$/u.test(character.text);
/** Boxes reach beyond the letters; where the letters do not tell their size, this is the usual share of them. */
const letterShare = 0.8;

/** Chinese characters are as high as they are apart. In pixels. */
function letterHeight({ corners: [a, b, , d], characters }: OcrLine): number {
  const [width, height] = [distance(a, b), distance(a, d)];
  const steps: number[] = [];
  characters.forEach((character, index) => {
    const next = characters[index + 1];
    const step = next === undefined ? 0 : (next.from - character.from) * width;
    if (next !== undefined && isHan(character) && isHan(next) && step < height * 1.2) steps.push(step);
  });
  return steps.length < 3 ? height * letterShare : steps.reduce((sum, step) => sum + step, 0) / steps.length;
}

/** What is nearly as high as most of the text is as high. */
function evenHeights(heights: readonly number[]): number[] {
  const middle = heights.toSorted((a, b) => a - b)[Math.floor(heights.length / 2)] ?? 0;
  return heights.map((height) => (Math.abs(height - middle) < middle * 0.12 ? middle : height));
}

function joined(parts: readonly PageItem[]): FoundLine {
  const x = Math.min(...parts.map((part) => part.x));
  const end = Math.max(...parts.map((part) => part.x + part.width));
  return { x, width: end - x, y: parts[0]?.y ?? 0, height: parts[0]?.height ?? 0, parts };
}

/** A part for every stretch that is sure or unsure throughout. */
function itemsOf({ corners: [a, b, c, d], characters }: OcrLine, letters: number, skew: number, scale: number): PageItem[] {
  const [width, height] = [distance(a, b), distance(a, d)];
  const margin = Math.max(0, (height - letters) / 2);
  const start = turned(a, skew);
  const middle = turned({ x: (a.x + d.x) / 2, y: (a.y + d.y) / 2 }, skew);
  return stretches(characters).map((part) => {
    const from = part.isFirst ? 0 : part.from;
    const to = part.isLast ? 1 : part.to;
    const left = start.x + Math.max(margin, from * width);
    const right = start.x + Math.min(width - margin, to * width);
    return {
      text: part.text,
      x: left * scale,
      y: (middle.y - letters / 2) * scale,
      width: Math.max(0, right - left) * scale,
      height: letters * scale,
      shown: boxRound([between(a, b, from), between(a, b, to), between(d, c, from), between(d, c, to)], scale),
      ...(part.isSure ? {} : { confidence: part.confidence }),
    };
  });
}

interface Stretch {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly isSure: boolean;
  readonly confidence: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function stretches(characters: readonly OcrCharacter[]): Stretch[] {
  const found: Stretch[] = [];
  characters.forEach(({ text, confidence, from, to }, index) => {
    const isSure = confidence >= leastSure;
    const open = found.at(-1);
    const isLast = index === characters.length - 1;
    if (open !== undefined && open.isSure === isSure)
      found[found.length - 1] = { ...open, text: open.text + text, to, isLast, confidence: Math.min(open.confidence, confidence) };
    else found.push({ text, from, to, isSure, confidence, isFirst: index === 0, isLast });
  });
  return found;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

function turned({ x, y }: Point, skew: number): Point {
  return { x: x * Math.cos(skew) + y * Math.sin(skew), y: y * Math.cos(skew) - x * Math.sin(skew) };
}

function boxRound(points: readonly Point[], scale: number): Box {
  const x = Math.min(...points.map((point) => point.x));
  const y = Math.min(...points.map((point) => point.y));
  const [right, bottom] = [Math.max(...points.map((point) => point.x)), Math.max(...points.map((point) => point.y))];
  return { x: x * scale, y: y * scale, width: (right - x) * scale, height: (bottom - y) * scale };
}
