// Who is let in next when an endpoint is busy. People come before batches; within a class scenarios share by weight, by start-time fair queueing
// (Goyal, Vin, Cheng 1996): a request is due when the share of its scenario is, whatever the others send. Nobody waits past his deadline, and
// whoever would is refused at once.

import type { Priority } from '../../base/priority.ts';

export interface Admission {
  readonly priority: Priority;
  readonly scenario: string;
  /** Share of its scenario among the others, 1 being usual. */
  readonly weight: number;
  /** What it takes, in tokens. */
  readonly cost: number;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** When it begins to wait, and whenever its place changes. */
  readonly onPlace?: (place: PlaceInQueue) => void;
}

export interface PlaceInQueue {
  /** From 1. */
  readonly position: number;
  /** Unknown before anybody has been served. */
  readonly expectedWaitMs: number | undefined;
}

export type Admitted =
  | { readonly kind: 'admitted'; readonly release: () => void }
  | ({ readonly kind: 'refused'; readonly reason: 'queue-full' | 'deadline' } & PlaceInQueue)
  /** It went away by itself. */
  | { readonly kind: 'left' };

export interface QueueOptions {
  /** Requests that are served at once. */
  readonly places: number;
  /** Of each class. */
  readonly maxWaiting: number;
  readonly nowMs: () => number;
  /** Calls back later, unless it is taken back by what it returns. */
  readonly after: (ms: number, act: () => void) => () => void;
}

interface Waiting {
  readonly admission: Admission;
  readonly number: number;
  readonly sinceMs: number;
  start: number;
  position: number;
  readonly settle: (admitted: Admitted) => void;
}

/** Each request served counts for a tenth of what is known of the time that one takes. */
const keptShare = 0.9;

export function createQueue({ places, maxWaiting, nowMs, after }: QueueOptions) {
  /** In the order in which they are let in. */
  const waiting: Waiting[] = [];
  /** Up to where each scenario has used its share, on the clock of shares, which stands at the start of whoever was let in last. */
  const used = new Map<string, number>();
  let shareClock = 0;
  let serving = 0;
  let count = 0;
  let meanServedMs: number | undefined;

  const shareOf = ({ cost, weight }: Admission): number => cost / weight;

  function charge(admission: Admission): number {
    const start = Math.max(shareClock, used.get(admission.scenario) ?? 0);
    used.set(admission.scenario, start + shareOf(admission));
    return start;
  }

  /** Whoever left took nothing: what its scenario asked for after it is due sooner. */
  function giveBack({ admission, number }: Waiting): void {
    const share = shareOf(admission);
    used.set(admission.scenario, (used.get(admission.scenario) ?? share) - share);
    for (const later of waiting) if (later.admission.scenario === admission.scenario && later.number > number) later.start -= share;
  }

  function placeAt(position: number): PlaceInQueue {
    return { position, expectedWaitMs: meanServedMs === undefined ? undefined : (position * meanServedMs) / places };
  }

  /** Where one that comes now would stand. */
  function positionFor({ priority, scenario }: Admission): number {
    const start = Math.max(shareClock, used.get(scenario) ?? 0);
    return 1 + waiting.filter((other) => isBefore(other, { priority, start, number: count + 1 })).length;
  }

  function tellPlaces(): void {
    waiting.sort((left, right) => (isBefore(left, { ...right, priority: right.admission.priority }) ? -1 : 1));
    for (const [index, one] of waiting.entries()) {
      if (one.position === index + 1) continue;
      one.position = index + 1;
      one.admission.onPlace?.(placeAt(one.position));
    }
  }

  function serve(): Admitted {
    const begunAt = nowMs();
    serving += 1;
    let isOver = false;
    return {
      kind: 'admitted',
      release() {
        if (isOver) return;
        isOver = true;
        serving -= 1;
        const servedMs = nowMs() - begunAt;
        meanServedMs = meanServedMs === undefined ? servedMs : keptShare * meanServedMs + (1 - keptShare) * servedMs;
        letIn();
      },
    };
  }

  function letIn(): void {
    while (serving < places) {
      const next = waiting.shift();
      if (!next) break;
      shareClock = Math.max(shareClock, next.start);
      next.settle(serve());
    }
    tellPlaces();
  }

  function wait(admission: Admission): Promise<Admitted> {
    return new Promise((resolve) => {
      const one: Waiting = {
        admission,
        number: (count += 1),
        sinceMs: nowMs(),
        start: charge(admission),
        position: 0,
        settle(admitted) {
          cancel();
          admission.signal.removeEventListener('abort', onAbort);
          resolve(admitted);
        },
      };
      const leave = (admitted: Admitted): void => {
        waiting.splice(waiting.indexOf(one), 1);
        giveBack(one);
        one.settle(admitted);
        tellPlaces();
      };
      const onAbort = (): void => leave({ kind: 'left' });
      const cancel = after(admission.deadlineMs, () => leave({ kind: 'refused', reason: 'deadline', ...placeAt(one.position) }));
      admission.signal.addEventListener('abort', onAbort, { once: true });
      waiting.push(one);
      tellPlaces();
    });
  }

  return {
    /** Lets in, refuses, or waits. Whoever is let in releases his place once. */
    async enter(admission: Admission): Promise<Admitted> {
      if (admission.signal.aborted) return { kind: 'left' };
      if (serving < places && waiting.length === 0) {
        shareClock = Math.max(shareClock, charge(admission));
        return serve();
      }
      const place = placeAt(positionFor(admission));
      const ofClass = waiting.filter((one) => one.admission.priority === admission.priority).length;
      if (ofClass >= maxWaiting) return { kind: 'refused', reason: 'queue-full', ...place };
      if ((place.expectedWaitMs ?? 0) > admission.deadlineMs) return { kind: 'refused', reason: 'deadline', ...place };
      return wait(admission);
    },
    waiting: () => waiting.length,
    /** How long whoever has waited longest has; undefined: nobody waits. */
    longestWaitMs: () => (waiting.length === 0 ? undefined : nowMs() - Math.min(...waiting.map(({ sinceMs }) => sinceMs))),
    serving: () => serving,
  };
}

interface Due {
  readonly priority: Priority;
  readonly start: number;
  readonly number: number;
}

function isBefore(left: Waiting, right: Due): boolean {
  if (left.admission.priority !== right.priority) return left.admission.priority === 'interactive';
  return left.start < right.start || (left.start === right.start && left.number < right.number);
}
