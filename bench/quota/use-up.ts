// One process of `bench:quota`: reserves, works a while, settles; until it is refused and refused again, or had its share.
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../src/base/clock.ts';
import { AppError } from '../../src/base/errors.ts';
import { silentLog } from '../../src/base/log.ts';
import { createQuota } from '../../src/quota/quota.ts';
import { openStore } from '../../src/store/store.ts';
import { openTestLedger } from '../../test/support/ledger.ts';

export interface Task {
  readonly kind: 'use-up' | 'time';
  readonly url: string;
  readonly scenario: string;
  readonly atOnce: number;
  readonly most: number | null;
}

export interface Counted {
  readonly admitted: number;
  readonly tokens: number;
  readonly statements: number;
  readonly cpuUs: number;
}

/** Of an answer that was expected to take 500 tokens, by whom nobody said how long it may be: some take more. */
const expected = 500;
const refusalsInARow = 40;
const pauseMs = 25;

const task = JSON.parse(process.argv[2] ?? '') as Task;
const store = await openStore({ kind: 'server', url: task.url });
let statements = 0;
const counting = Object.assign({}, store, {
  tables: () =>
    store.tables().withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    }),
});
const ledger = await openTestLedger(store, systemClock);
const quota = await createQuota({ store: counting, ledger, clock: systemClock, log: silentLog, pathOf: async () => [] });
const wanted = { key: undefined, scenario: task.scenario, department: null, atMost: () => ({ tokens: expected, cost: 0 }) };
let [admitted, tokens] = [0, 0];

const counted = task.kind === 'time' ? await time() : await useUp();
await quota.close();
await ledger.close();
await store.close();
process.send?.(counted);
process.disconnect();

async function useUp(): Promise<Counted> {
  await Promise.all(Array.from({ length: task.atOnce }, ask));
  return { admitted, tokens, statements, cpuUs: 0 };
}

async function ask(): Promise<void> {
  let refusals = 0;
  while (refusals < refusalsInARow && admitted < (task.most ?? Number.POSITIVE_INFINITY)) {
    try {
      const reservation = await quota.reserve(wanted);
      admitted += 1;
      refusals = 0;
      await wait(2 + Math.random() * 18);
      const used = Math.round(expected * (0.2 + Math.random() ** 2));
      tokens += used;
      reservation.settle({ tokens: used, cost: 0 });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'insufficient-quota') throw error;
      refusals += 1;
      await wait(pauseMs);
    }
  }
}

async function time(): Promise<Counted> {
  const most = task.most ?? 0;
  let begun = process.cpuUsage();
  for (let round = 0; round < most / task.atOnce; round += 1) {
    if (round === 2_000) begun = process.cpuUsage();
    const reservations = await Promise.all(Array.from({ length: task.atOnce }, () => quota.reserve(wanted)));
    for (const reservation of reservations) reservation.settle({ tokens: 200, cost: 0 });
    // Timers have their turn, as they do between requests.
    if (round % 50 === 0) await wait(0);
  }
  const { user, system } = process.cpuUsage(begun);
  return { admitted, tokens, statements, cpuUs: (user + system) / (most - 2_000 * task.atOnce) };
}
