// The public face of quotas: what may be used is reserved before a call and settled after it, out of leases that this process holds, so
// that hardly a request asks the database and replicas share one limit.
import { randomUUID } from 'node:crypto';
import type { Caller } from '../access/access.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Store } from '../store/store.ts';
import { watchVersion } from '../store/watch-version.ts';
import { createLimitChanges, type LimitWish } from './change-limits.ts';
import { type Measure, nearShare, type Period, type Quota, type Subject, type Usage } from './contract.ts';
import { createLeases, type Claim } from './leases.ts';
import { type Asker, createLimitFinder, type PathOf, readLimits } from './limits.ts';
import { periodAt, type RunningPeriod } from './period.ts';
import {
  type LimitRow,
  listCounterRows,
  listLimitRows,
  listSubjects,
  type QuotaTables,
  readVersion,
  removeOldCounters,
} from './quota.store.ts';
import { listUsageRows } from './usage.store.ts';
import { overQuota, priceUnknown } from './words.ts';

/** What a run used, or may use at most. */
export interface Amounts {
  readonly tokens: number;
  /** Millionths of a yuan; undefined: a model that may be called has no price. */
  readonly cost: number | undefined;
}

export interface Wanted extends Asker {
  /** Only asked where a quota needs it. */
  readonly atMost: () => Amounts;
}

/** `requests`: 0 where nothing came of it at all. */
export type Used = Amounts & { readonly requests?: 0 };

export interface Reservation {
  /** Once; without amounts all that was reserved counts. */
  settle(used?: Used): void;
}

export interface QuotaRoom {
  /** One request, and what it may use; fails where a quota has less left. */
  reserve(wanted: Wanted): Promise<Reservation>;
  list(): Promise<Quota[]>;
  /** What a quota can be of. */
  subjects(): Promise<Subject[]>;
  set(caller: Caller, wish: LimitWish): Promise<Quota>;
  remove(caller: Caller, id: string): Promise<void>;
  usage(kind: Subject['kind'], period: Period): Promise<{ usage: Usage[]; since: string }>;
  /** Of which most is used; one that allows nothing is meant so. */
  near(): Promise<Quota[]>;
  /** Tells the database what was used; by itself it does so four times a second. */
  tell(): Promise<void>;
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export interface QuotaDependencies {
  readonly store: Store;
  readonly ledger: Pick<Ledger, 'appendWithin'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly pathOf: PathOf;
}

/** Of a site without quotas. */
export const noQuota: Pick<QuotaRoom, 'reserve'> = { reserve: async () => unlimited };
const unlimited: Reservation = { settle() {} };

const tellEveryMs = 250;
const tidyEveryMs = 6 * 3_600_000;

interface LimitClaim extends Claim {
  readonly limit: LimitRow;
  readonly running: RunningPeriod;
}

export async function createQuota({ store, ledger, clock, log, pathOf }: QuotaDependencies): Promise<QuotaRoom> {
  const database = store.tables<QuotaTables>();
  const leases = createLeases({ database, log, nowMs: () => performance.now(), newLease: randomUUID });
  const limitsFor = createLimitFinder(pathOf);
  let limits = await readLimits(database);
  const refresh = async (): Promise<void> => {
    limits = await readLimits(database);
    await leases.reconsider();
  };
  const watch = watchVersion({ name: 'quotas', log, read: () => readVersion(database), held: () => limits.version, refresh });
  const telling = every(tellEveryMs, () => leases.tell(), log);
  const tidying = every(tidyEveryMs, () => removeOldCounters(database), log);
  const changes = createLimitChanges({ database, ledger, clock, refresh });

  async function list(): Promise<Quota[]> {
    const counters = new Map((await listCounterRows(database)).map((row) => [`${row.limit_id} ${row.begins_on}`, row]));
    const now = clock.now();
    return (await listLimitRows(database)).map((row) => {
      const { beginsOn, endsAt } = periodAt(row.period, now);
      const { used = 0, held = 0 } = counters.get(`${row.id} ${beginsOn}`) ?? {};
      return { ...row, used, held, renewsAt: endsAt.toISOString() };
    });
  }

  return {
    async reserve(wanted) {
      if (limits.isEmpty) return unlimited;
      const found = await limitsFor(limits, wanted);
      if (found.length === 0) return unlimited;
      const claims = claimsOn(found, wanted.atMost(), clock.now());
      const claimed = await leases.claim(claims);
      if (claimed.kind === 'short') throw overQuota(claimed.claim.limit, claimed.claim.running, clock.now());
      return {
        settle: (used) => claimed.settle(({ amount, limit }) => (used === undefined ? amount : (amountOf(limit.measure, used) ?? amount))),
      };
    },
    list,
    subjects: () => listSubjects(database),
    async set(caller, wish) {
      const id = await changes.set(caller, wish);
      const quota = (await list()).find((one) => one.id === id);
      if (!quota) throw new AppError('not-found', { what: 'quota 额度' });
      return quota;
    },
    remove: changes.remove,
    async usage(kind, period) {
      const { beginsAt } = periodAt(period, clock.now());
      return { usage: await listUsageRows(database, kind, beginsAt), since: beginsAt.toISOString() };
    },
    near: async () => (await list()).filter(({ used, amount }) => amount > 0 && used >= amount * nearShare),
    tell: () => leases.tell(),
    refresh,
    async close() {
      watch.stop();
      telling.stop();
      tidying.stop();
      await leases.close();
    },
  };
}

function claimsOn(limits: readonly LimitRow[], amounts: Amounts, now: Date): LimitClaim[] {
  const running = { day: periodAt('day', now), month: periodAt('month', now) };
  return limits.flatMap((limit) => {
    const amount = amountOf(limit.measure, amounts);
    if (amount === undefined) throw priceUnknown(limit);
    const period = running[limit.period];
    // What takes nothing of it is not in its way.
    return amount === 0 ? [] : [{ limitId: limit.id, beginsOn: period.beginsOn, amount, limit, running: period }];
  });
}

function amountOf(measure: Measure, { tokens, cost, requests }: Used): number | undefined {
  if (measure === 'requests') return requests ?? 1;
  return measure === 'tokens' ? tokens : cost;
}

function every(ms: number, act: () => Promise<void>, log: Log): { stop(): void } {
  const timer = setInterval(() => void act().catch((error: unknown) => log.error('quota-untold', error)), ms).unref();
  return { stop: () => clearInterval(timer) };
}
