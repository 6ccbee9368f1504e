// Background work on the same database (pg-boss): queued in the transaction that calls for it, taken up again after a crash.
import { setTimeout as wait } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Log } from '../base/log.ts';
import { runWithin, type Store } from './store.ts';

export interface JobKind {
  /** Name of the queue. */
  readonly name: string;
  /** Must be safe to run twice: a process may die between the work and its acknowledgement. */
  readonly work: (subject: string) => Promise<void>;
}

export interface Jobs {
  /** Makes the queue of a kind and starts working on it. */
  start(kind: JobKind): Promise<void>;
  /** Queues a job on a subject (an id); inside a transaction when `run` comes from `runWithin`. */
  enqueue(name: string, subject: string, run?: Store['run']): Promise<void>;
  counts(): Promise<{ queued: number; active: number; failed: number }>;
  stop(): Promise<void>;
}

// A worker silent for this long is taken for dead and its jobs are handed out again; 10 is the least that pg-boss allows.
const heartbeatSeconds = 10;
// The least interval that pg-boss allows; an enqueue in this process wakes the worker at once.
const pollingSeconds = 0.5;
/** When the caller's transaction, if there is one, has had its turn: at once in this process, after some round trips on a server. */
const wakeAfterMs = { embedded: [0], server: [0, 20, 100] } as const;
/** What is being worked on when all stops may take so long to end. */
const stopMs = 10_000;
// Only an unreachable database or storage makes a job fail, and that passes: never give up.
const retry = { retryLimit: 100_000, retryDelay: 1, retryBackoff: true, retryDelayMax: 60 };
// Jobs of one fetch are worked in turn; few, so that replicas share fairly.
const batchSize = 10;

/** How long a clock that went back may keep work waiting. */
const straightenEveryMs = 60_000;

// Text recognition of an archive of scans takes hours; a worker that died is known by its silence. In seconds, the longest that pg-boss allows.
const longestJob = 23 * 3600;

const queueOptions = { ...retry, heartbeatSeconds, expireInSeconds: longestJob, deleteAfterSeconds: 600 };

function createBoss(store: Store, log: Log): PgBoss {
  const boss = new PgBoss({
    db: { executeSql: store.run },
    schedule: false,
    superviseIntervalSeconds: heartbeatSeconds,
    monitorIntervalSeconds: heartbeatSeconds,
  });
  boss.on('error', (error) => log.error('job-queue-failed', error));
  return boss;
}

/** `prepare` is awaited before each job. */
export async function createJobs(store: Store, log: Log, prepare: () => Promise<void> = async () => {}): Promise<Jobs> {
  const boss = createBoss(store, log);
  await boss.start();
  const workers = new Map<string, string>();
  const straightening = setInterval(
    () => void straighten(store).catch((error: unknown) => log.error('job-queue-failed', error)),
    straightenEveryMs,
  ).unref();
  let isStopping = false;
  /** One job that fails must not take the others of its batch with it; those not begun when all stops are left for the next start. */
  const attempt = async (work: JobKind['work'], subject: string): Promise<'completed' | 'failed'> => {
    if (isStopping) return 'failed';
    try {
      await prepare();
      await work(subject);
      return 'completed';
    } catch (error) {
      if (!isStopping) log.error('job-failed', error, { subject });
      return 'failed';
    }
  };
  return {
    async start({ name, work }) {
      await boss.createQueue(name, queueOptions);
      // A queue that an earlier version made has the options of then.
      await boss.updateQueue(name, queueOptions);
      if (store.kind === 'embedded') await takeUpOrphans(boss, store, name);
      const options = { pollingIntervalSeconds: pollingSeconds, batchSize, burstWhenBatchFull: true, perJobResults: true } as const;
      const worker = await boss.work(name, options, async (jobs: readonly { id: string; data: { subject: string } }[]) => {
        const results: { id: string; status: 'completed' | 'failed' }[] = [];
        for (const { id, data } of jobs) results.push({ id, status: await attempt(work, data.subject) });
        return results;
      });
      workers.set(name, worker);
    },
    async enqueue(name, subject, run = store.run) {
      await boss.send(name, { subject }, { db: { executeSql: run } });
      const worker = workers.get(name);
      if (worker) for (const afterMs of wakeAfterMs[store.kind]) setTimeout(() => boss.notifyWorker(worker), afterMs).unref();
    },
    async counts() {
      const queues = await boss.getQueues();
      const total = (count: (queue: (typeof queues)[number]) => number): number => queues.reduce((sum, queue) => sum + count(queue), 0);
      return {
        queued: total((queue) => queue.queuedCount),
        active: total((queue) => queue.activeCount),
        failed: total((queue) => queue.failedCount),
      };
    },
    async stop() {
      isStopping = true;
      clearInterval(straightening);
      // The queue itself would look only twice a second whether all workers have ended.
      const ended = Promise.all(Array.from(workers.keys(), (name) => boss.offWork(name)));
      await Promise.race([ended, wait(stopMs, undefined, { ref: false })]);
      await boss.stop({ graceful: true, timeout: stopMs });
    },
  };
}

export interface UnfinishedJob {
  readonly queue: string;
  readonly subject: string;
}

/** Work that was called for and is not done, for a backup: the queue's own tables belong to the version of its library. */
export async function unfinishedJobs(run: Store['run']): Promise<UnfinishedJob[]> {
  const { rows: found } = await run(`select to_regclass('pgboss.job') is not null as exists`, []);
  if (found[0]?.['exists'] !== true) return [];
  const { rows } = await run(
    `select name as queue, data->>'subject' as subject from pgboss.job
     where state in ('created', 'retry', 'active') and data ? 'subject' order by created_on, id`,
    [],
  );
  return z.array(z.object({ queue: z.string(), subject: z.string() })).parse(rows);
}

/** Queues work again in a restored database, for whoever starts on it next. */
export async function queueAgain(store: Store, log: Log, unfinished: readonly UnfinishedJob[]): Promise<void> {
  const boss = createBoss(store, log);
  await boss.start();
  for (const { queue, subject } of unfinished) {
    await boss.createQueue(queue, queueOptions);
    await boss.send(queue, { subject });
  }
  await boss.stop({ graceful: true, timeout: stopMs });
}

/**
 * The queue compares times that it wrote with the time now: after the clock went back what was queued before would wait until it has
 * caught up. Nothing of ours is meant to wait for longer than a minute.
 */
export async function straighten(store: Store): Promise<void> {
  await store.run(
    `update pgboss.job set start_after = now() where state in ('created', 'retry') and start_after > now() + interval '2 minutes';
     update pgboss.job set heartbeat_on = now() where state = 'active' and heartbeat_on > now() + interval '1 minute';
     update pgboss.queue set monitor_claim_on = null where monitor_claim_on > now() + interval '1 minute';
     update pgboss.queue set maintain_on = null where maintain_on > now() + interval '1 minute'`,
  );
}

/** The owner of an embedded database is alone: whatever is active when it starts was left by a process that died. */
async function takeUpOrphans(boss: PgBoss, store: Store, name: string): Promise<void> {
  const orphans = (await boss.findJobs(name)).filter(({ state }) => state === 'active').map(({ id }) => id);
  if (orphans.length === 0) return;
  await store
    .tables()
    .transaction()
    .execute(async (transaction) => {
      const db = { executeSql: runWithin(transaction) };
      await boss.cancel(name, orphans, { db });
      await boss.resume(name, orphans, { db });
    });
}
