// Time that is only counted: what is to happen, in order.
import type { Timeline } from './server.ts';

interface Planned {
  readonly at: number;
  readonly number: number;
  readonly act: () => void;
}

export interface RunningTimeline extends Timeline {
  /** Everything that is planned, and what that plans. */
  run(): void;
}

/** A binary heap; what was planned for one moment happens in the order of planning. */
export function createTimeline(): RunningTimeline {
  const heap: Planned[] = [];
  let now = 0;
  let count = 0;

  const isBefore = (left: Planned, right: Planned): boolean => left.at < right.at || (left.at === right.at && left.number < right.number);

  function push(planned: Planned): void {
    let at = heap.push(planned) - 1;
    for (let up = (at - 1) >> 1; at > 0; at = up, up = (at - 1) >> 1) {
      const parent = heap[up];
      if (!parent || isBefore(parent, planned)) break;
      heap[at] = parent;
      heap[up] = planned;
    }
  }

  function pop(): Planned | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      const child = left && right && isBefore(right, left) ? right : left;
      if (!child || isBefore(last, child)) return first;
      const down = child === left ? 2 * at + 1 : 2 * at + 2;
      heap[at] = child;
      heap[down] = last;
      at = down;
    }
  }

  return {
    now: () => now,
    after(ms, act) {
      push({ at: now + ms, number: (count += 1), act });
    },
    run() {
      for (let planned = pop(); planned; planned = pop()) {
        now = planned.at;
        planned.act();
      }
    },
  };
}
