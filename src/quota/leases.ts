// All counters of which this process holds something. Requests that need more than is held wait for one exchange with the database, and
// all that come meanwhile for the next; the rest is told in the background.
import type { Log } from '../base/log.ts';
import { type Counter, createCounter } from './counter.ts';
import { exchange, type QuotaDatabase } from './quota.store.ts';

export interface LeaseDependencies {
  readonly database: QuotaDatabase;
  readonly log: Log;
  /** It never goes back. */
  readonly nowMs: () => number;
  readonly newLease: () => string;
}

export interface Claim {
  readonly limitId: string;
  readonly beginsOn: string;
  readonly amount: number;
}

export type Claimed<One extends Claim> =
  | { readonly kind: 'reserved'; settle(used: (claim: One) => number): void }
  | { readonly kind: 'short'; readonly claim: One };

export interface Leases {
  /** All of the claims or none; which one there is not enough for. */
  claim<One extends Claim>(claims: readonly One[]): Promise<Claimed<One>>;
  /** Tells what was used, and gives back what is not wanted. */
  tell(): Promise<void>;
  /** Quotas have changed: asks again how much of each may be held. */
  reconsider(): Promise<void>;
  /** What is still reserved counts as used. */
  close(): Promise<void>;
}

/** Others may be quicker: then it is asked again, but not for ever. */
const mostTurns = 5;

export function createLeases({ database, log, nowMs, newLease }: LeaseDependencies): Leases {
  /** By limit. */
  const current = new Map<string, Counter>();
  /** Of these some are of periods that are over. */
  const counters = new Set<Counter>();
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  function counterOf({ limitId, beginsOn }: Claim): Counter {
    const known = current.get(limitId);
    if (known?.beginsOn === beginsOn) return known;
    known?.retire();
    const made = createCounter({ limitId, beginsOn, lease: newLease() });
    current.set(limitId, made);
    counters.add(made);
    return made;
  }

  function forget(counter: Counter): void {
    counters.delete(counter);
    for (const [limitId, one] of current) if (one === counter) current.delete(limitId);
  }

  async function tellAll(): Promise<void> {
    for (const counter of counters) if (counter.isDone()) forget(counter);
    const due = [...counters].filter((counter) => counter.isDue(nowMs()));
    if (due.length === 0) return;
    const told = new Map(due.map((counter) => [counter.wish(nowMs()), counter]));
    const byLease = new Map(Array.from(told, ([{ lease }, counter]) => [lease, counter]));
    for (const granted of await exchange(database, [...told.keys()])) {
      const counter = byLease.get(granted.lease);
      if (counter && !counter.take(granted, nowMs())) forget(counter);
    }
  }

  /** One at a time; whoever asks while one runs is served by the next. */
  function turn(): Promise<void> {
    next ??= running.then(() => {
      next = undefined;
      const told = tellAll();
      running = told.catch(() => {});
      return told;
    });
    return next;
  }

  async function waitFor(short: readonly (readonly [Counter, number])[]): Promise<void> {
    for (const [counter, amount] of short) counter.wait(amount);
    try {
      await turn();
    } finally {
      for (const [counter, amount] of short) counter.wait(-amount);
    }
  }

  return {
    async claim(claims) {
      for (let turns = 0; ; turns += 1) {
        const pairs = claims.map((claim) => [claim, counterOf(claim)] as const);
        const short = pairs.filter(([{ amount }, counter]) => counter.available() < amount);
        if (short.length === 0) return reserved(pairs);
        const empty = turns < mostTurns ? short.find(([{ amount }, counter]) => counter.isShort(amount, nowMs())) : short[0];
        if (empty) return { kind: 'short', claim: empty[0] };
        await waitFor(short.map(([{ amount }, counter]) => [counter, amount]));
      }
    },
    tell: () => turn(),
    reconsider() {
      for (const counter of counters) counter.reconsider();
      return turn();
    },
    async close() {
      for (const counter of counters) counter.retire();
      await turn().catch((error: unknown) => log.error('quota-untold', error));
    },
  };
}

function reserved<One extends Claim>(pairs: readonly (readonly [One, Counter])[]): Claimed<One> {
  for (const [{ amount }, counter] of pairs) counter.reserve(amount);
  let isSettled = false;
  return {
    kind: 'reserved',
    settle(used) {
      if (isSettled) return;
      isSettled = true;
      for (const [claim, counter] of pairs) counter.settle(claim.amount, used(claim));
    },
  };
}
