// How often a person, a key or an address may do what: counted in the database that the replicas share, so that there is one limit
// however many serve. What cannot be counted is refused where passwords are guessed, and counted by this process alone elsewhere.
import type { Acting } from '../access/access.ts';
import type { LimitClass } from '../base/contract.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Store } from '../store/store.ts';
import { type Allowance, localAllowances } from './allowance.ts';
import { createLimitsStore } from './limits.store.ts';
import { isFromThisMachine, type Peer } from './peer.ts';

export interface Limits {
  /** Before it is known who asks. Fails with `too-many-requests`. */
  admitAddress(peer: Peer, limitClass: LimitClass): Promise<void>;
  /** Once it is known. */
  admitCaller(caller: Acting, limitClass: LimitClass): Promise<void>;
  /** What a room counts by itself, such as visitors of whom nothing is known: where it cannot be counted it is refused. */
  admitVisitor(subject: string, perMinute: number): Promise<void>;
  tidy(): Promise<void>;
}

/** Requests in a minute. */
export type Rates = Readonly<Record<LimitClass, number>>;

export interface LimitsDependencies {
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  readonly rates: Rates;
}

// One address may stand for an office behind one router.
const peoplePerAddress = 20;
/** Taken from the database at once for the cheap and frequent class, and used up in this process: one look in so many. */
const leaseSize = 10;
const leaseMs = 10_000;
/** A subject that may do much takes more at once. */
const leasesInBurst = 200;

export function createLimits({ store, log, clock, rates }: LimitsDependencies): Limits {
  const shared = createLimitsStore(store);
  const nowMs = (): number => clock.now().getTime();
  const alone = localAllowances(nowMs);
  const leases = new Map<string, { left: number; until: number }>();

  async function admit(limitClass: LimitClass, subject: string, times = 1): Promise<void> {
    const allowance = allowanceOf(limitClass, rates[limitClass] * times);
    const seconds = await wait(limitClass, subject, allowance);
    if (seconds > 0) throw new AppError('too-many-requests', { seconds });
  }

  async function wait(limitClass: LimitClass, subject: string, allowance: Allowance): Promise<number> {
    try {
      return limitClass === 'requests' ? await leased(subject, allowance) : await shared.take(limitClass, subject, allowance, 1);
    } catch (error) {
      // The database is gone: then nothing else can be done either, and that is what the sender is told.
      if (error instanceof AppError && error.code === 'database-unreachable') throw error;
      if (limitClass === 'sign-in')
        throw error instanceof AppError && error.code === 'database-full' ? error : new AppError('limit-unknown', {}, { cause: error });
      log.error('limit-not-shared', error, { limitClass });
      return alone(limitClass, subject, allowance);
    }
  }

  async function leased(subject: string, allowance: Allowance): Promise<number> {
    const lease = leases.get(subject);
    if (lease && lease.left > 0 && lease.until > nowMs()) {
      lease.left -= 1;
      return 0;
    }
    const count = Math.max(1, Math.floor(Math.min(Math.max(leaseSize, allowance.burst / leasesInBurst), allowance.burst / leaseSize)));
    const seconds = await shared.take('requests', subject, allowance, count);
    if (seconds === 0) leases.set(subject, { left: count - 1, until: nowMs() + leaseMs });
    else leases.delete(subject);
    return seconds;
  }

  return {
    async admitAddress(peer, limitClass) {
      // Who calls inside this process opened the data folder; there is no network to count.
      if (peer.address === 'in-process') return;
      if (limitClass === 'sign-in') await admit('sign-in', `address ${peer.address}`);
      else if (!isFromThisMachine(peer)) await admit('requests', `address ${peer.address}`, peoplePerAddress);
    },
    async admitCaller(caller, limitClass) {
      if (limitClass !== 'sign-in' && caller.by.kind !== 'solo')
        await admit(limitClass, caller.by.kind === 'api-key' ? `key ${caller.by.keyId}` : `person ${caller.person}`);
    },
    async admitVisitor(subject, perMinute) {
      const seconds = await shared
        .take('visitors', subject, { perMinute, burst: Math.max(1, Math.ceil(perMinute / 2)) }, 1)
        .catch((error: unknown) => {
          throw error instanceof AppError ? error : new AppError('limit-unknown', {}, { cause: error });
        });
      if (seconds > 0) throw new AppError('too-many-requests', { seconds });
    },
    async tidy() {
      for (const [subject, { until }] of leases) if (until < nowMs()) leases.delete(subject);
      await shared.tidy();
    },
  };
}

/** Half a minute's worth may come at once; the pages ask several things when they open. */
function allowanceOf(limitClass: LimitClass, perMinute: number): Allowance {
  return { perMinute, burst: limitClass === 'sign-in' ? perMinute : Math.max(1, Math.ceil(perMinute / 2)) };
}

const tidyEveryMs = 10 * 60_000;

/** Ends when what it returns is called. */
export function keepTidy(limits: Pick<Limits, 'tidy'>, log: Log): () => Promise<void> {
  const timer = setInterval(() => void limits.tidy().catch((error: unknown) => log.error('limits-not-tidied', error)), tidyEveryMs);
  return async () => clearInterval(timer);
}
