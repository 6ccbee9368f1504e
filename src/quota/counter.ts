// What this process holds of one counter: a lease, out of which it reserves and settles without asking the database.
import type { Granted, Wish } from './quota.store.ts';

export interface Counter {
  readonly beginsOn: string;
  /** What can be reserved at once. */
  available(): number;
  reserve(amount: number): void;
  /** What was reserved is over, and `used` counts: less than that, or more. */
  settle(reserved: number, used: number): void;
  /** Somebody waits for that much; less than nothing: no longer. */
  wait(amount: number): void;
  /** Whether the database has just said that there is not so much. */
  isShort(amount: number, nowMs: number): boolean;
  /** Whether there is something to tell the database. */
  isDue(nowMs: number): boolean;
  /** What to tell it; until its reply comes, no more is used than is kept. */
  wish(nowMs: number): Wish;
  /** Its reply; false: the lease is gone, and this counter with it. */
  take(granted: Granted, nowMs: number): boolean;
  /** The quota is another one now: nothing that is to spare is kept without asking. */
  reconsider(): void;
  /** Its period is over, or the service stops: nothing more is wanted of it. */
  retire(): void;
  /** It was retired, nothing is held and all is told. */
  isDone(): boolean;
}

/** After that nothing is known, and the database is asked again. */
const shortForMs = 200;
/** How much is to spare is thought over so often. */
const spareMs = 200;
/** Well before a lease expires. */
const renewMs = 20_000;
/** What is held to spare is to last about so long at the rate of late. */
const aheadMs = 500;
/** Two exchanges that follow each other closely say little about a rate. */
const leastElapsedMs = 20;

const never = { atMs: Number.NEGATIVE_INFINITY, amount: 0 };

export interface CounterOptions {
  readonly limitId: string;
  readonly beginsOn: string;
  /** Id of what it holds. */
  readonly lease: string;
}

export function createCounter({ limitId, beginsOn, lease }: CounterOptions): Counter {
  let isNew = true;
  let isRetired = false;
  let mustAsk = false;
  /** As the database knows it, or less while it is being told. */
  let held = 0;
  let reserved = 0;
  /** Under this lease, and how much of that the database knows. */
  let settled = 0;
  let told = 0;
  let waiting = 0;
  /** Reserved since the last exchange, and of late in a millisecond. */
  let taken = 0;
  let perMs = 0;
  let exchangedAt: number | undefined;
  /** When there was not enough, and how much there was. */
  let short = never;
  let sent: Wish | undefined;

  const available = (): number => held - reserved - (settled - told);
  const ahead = (): number => (isRetired ? 0 : Math.floor(perMs * aheadMs));

  return {
    beginsOn,
    available,
    reserve(amount) {
      reserved += amount;
      taken += amount;
    },
    settle(amount, used) {
      reserved -= amount;
      settled += used;
    },
    wait(amount) {
      waiting += amount;
    },
    isShort: (amount, nowMs) => nowMs - short.atMs < shortForMs && amount > short.amount,
    isDue(nowMs) {
      if (mustAsk || waiting > 0 || settled !== told) return true;
      const sinceMs = nowMs - (exchangedAt ?? nowMs);
      return held > 0 && (isRetired || sinceMs > renewMs || (available() > 0 && sinceMs >= spareMs));
    },
    wish(nowMs) {
      const lately = exchangedAt === undefined ? 0 : taken / Math.max(leastElapsedMs, nowMs - exchangedAt);
      // Where nothing was asked for since, nothing is expected.
      perMs = taken === 0 ? 0 : (perMs + lately) / 2;
      taken = 0;
      const wanted = waiting + ahead();
      const spare = mustAsk ? 0 : Math.min(Math.max(0, available()), wanted);
      mustAsk = false;
      const keep = reserved + spare;
      held = settled - told + keep;
      const need = Math.max(0, waiting - spare);
      sent = { lease, is_new: isNew, limit_id: limitId, begins_on: beginsOn, settled, keep, spare, need, want: wanted - spare };
      return sent;
    },
    take(granted, nowMs) {
      if (granted.is_gone || !sent) return false;
      held = granted.held;
      exchangedAt = nowMs;
      const extra = granted.held - sent.keep;
      if (extra < sent.need) short = { atMs: nowMs, amount: extra + sent.spare };
      told = sent.settled;
      isNew = false;
      if (granted.held > 0 || sent.want > 0) return true;
      // The database keeps no lease of which nothing is held: the next one begins anew.
      settled -= told;
      told = 0;
      isNew = true;
      return true;
    },
    reconsider() {
      mustAsk = true;
      short = never;
    },
    retire() {
      isRetired = true;
    },
    isDone: () => isRetired && held <= 0 && reserved === 0 && settled === told,
  };
}
