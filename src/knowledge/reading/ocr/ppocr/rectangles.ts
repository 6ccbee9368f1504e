// The smallest rectangle, at whatever angle, round a set of points.
import type { Corners, Point } from '../ocr-engine.ts';

export interface Rectangle {
  readonly corners: Corners;
  /** Along the line of text. */
  readonly width: number;
  readonly height: number;
}

/** One side of the smallest rectangle lies on a side of the convex hull, so trying them all finds it. */
export function smallestRectangle(points: readonly Point[]): Rectangle {
  const hull = convexHull(points);
  let best: Frame | undefined;
  hull.forEach((from, index) => {
    const to = hull[(index + 1) % hull.length] ?? from;
    const frame = frameAlong(hull, Math.atan2(to.y - from.y, to.x - from.x));
    if (best === undefined || areaOf(frame) < areaOf(best)) best = frame;
  });
  return rectangleOf(upright(best ?? frameAlong(points, 0)));
}

/** Grown by the same distance on every side. */
export function grown({ corners: [a, b, , d], width, height }: Rectangle, distance: number): Rectangle {
  const along = { x: (b.x - a.x) / width, y: (b.y - a.y) / width };
  const down = { x: (d.x - a.x) / height, y: (d.y - a.y) / height };
  const at = (u: number, v: number): Point => ({ x: a.x + along.x * u + down.x * v, y: a.y + along.y * u + down.y * v });
  return {
    corners: [
      at(-distance, -distance),
      at(width + distance, -distance),
      at(width + distance, height + distance),
      at(-distance, height + distance),
    ],
    width: width + 2 * distance,
    height: height + 2 * distance,
  };
}

/** A rectangle in the axes that an angle turns. */
interface Frame {
  readonly angle: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function frameAlong(points: readonly Point[], angle: number): Frame {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    const u = x * cosine + y * sine;
    const v = y * cosine - x * sine;
    left = Math.min(left, u);
    right = Math.max(right, u);
    top = Math.min(top, v);
    bottom = Math.max(bottom, v);
  }
  // A pixel has a size of its own.
  return { angle, left, right: right + 1, top, bottom: bottom + 1 };
}

function areaOf({ left, right, top, bottom }: Frame): number {
  return (right - left) * (bottom - top);
}

/** The same rectangle with its axes turned by right angles, until the first points to the right. */
function upright(frame: Frame): Frame {
  const { angle, left, right, top, bottom } = frame;
  if (angle > Math.PI / 4) return upright({ angle: angle - Math.PI / 2, left: -bottom, right: -top, top: left, bottom: right });
  if (angle <= -Math.PI / 4) return upright({ angle: angle + Math.PI / 2, left: top, right: bottom, top: -right, bottom: -left });
  return frame;
}

function rectangleOf({ angle, left, right, top, bottom }: Frame): Rectangle {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const at = (u: number, v: number): Point => ({ x: u * cosine - v * sine, y: u * sine + v * cosine });
  return {
    corners: [at(left, top), at(right, top), at(right, bottom), at(left, bottom)],
    width: right - left,
    height: bottom - top,
  };
}

/** Andrew's monotone chain. */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  const lower = halfHull(sorted);
  const upper = halfHull(sorted.toReversed());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function halfHull(points: readonly Point[]): Point[] {
  const chain: Point[] = [];
  for (const point of points) {
    while (chain.length >= 2 && !turnsLeft(chain.at(-2), chain.at(-1), point)) chain.pop();
    chain.push(point);
  }
  return chain;
}

function turnsLeft(a: Point | undefined, b: Point | undefined, c: Point): boolean {
  return a === undefined || b === undefined || (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0;
}
