// From the map of a detection model, which tells for every pixel how likely it is text, to the regions of lines (DB, arXiv 1911.08947).
import type { Point } from '../ocr-engine.ts';
import { grown, type Rectangle, smallestRectangle } from './rectangles.ts';

export interface ProbabilityMap {
  readonly width: number;
  readonly height: number;
  /** From 0 to 1, row by row. */
  readonly values: Float32Array;
}

/** The values that PaddleOCR gives its models: what counts as text, how sure a region must be, how far it had been shrunk in training. */
const [textThreshold, regionThreshold, shrinkRatio] = [0.3, 0.6, 1.5];
/** In pixels: less is dirt. */
const smallestHeight = 3;

export function textRegions(map: ProbabilityMap): Rectangle[] {
  const isSeen = new Uint8Array(map.values.length);
  const regions: Rectangle[] = [];
  for (let start = 0; start < map.values.length; start += 1) {
    if (isSeen[start] === 1 || (map.values[start] ?? 0) <= textThreshold) continue;
    const { outline, likelihood } = takeRegion(map, start, isSeen);
    const rectangle = smallestRectangle(outline);
    if (likelihood < regionThreshold || Math.min(rectangle.width, rectangle.height) < smallestHeight) continue;
    const { width, height } = rectangle;
    regions.push(grown(rectangle, (width * height * shrinkRatio) / (2 * (width + height))));
  }
  return regions;
}

/** All pixels of text that touch the first, straight or diagonally. */
function takeRegion({ width, height, values }: ProbabilityMap, start: number, isSeen: Uint8Array) {
  const outline: Point[] = [];
  const waiting = [start];
  isSeen[start] = 1;
  let [sum, count] = [0, 0];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    sum += values[at] ?? 0;
    count += 1;
    const [x, y] = [at % width, Math.floor(at / width)];
    let neighbours = 0;
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row += 1) {
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column += 1) {
        const next = row * width + column;
        if ((values[next] ?? 0) <= textThreshold) continue;
        neighbours += 1;
        if (isSeen[next] === 1) continue;
        isSeen[next] = 1;
        waiting.push(next);
      }
    }
    // Pixels inside (nine with themselves) do not shape the region.
    if (neighbours < 9) outline.push({ x, y });
  }
  return { outline, likelihood: sum / count };
}
