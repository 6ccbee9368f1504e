// Health and size of the installation.
import { createHash } from 'node:crypto';
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { openRoute, type Route, route, streamRoute } from '../access/route.ts';
import type { Clock } from '../base/clock.ts';
import type { Jobs } from '../store/jobs.ts';
import type { Store } from '../store/store.ts';
import { operations, type Status } from './contract.ts';
import type { DataCheck } from './data-check.ts';
import type { ClockWatch } from './clock-watch.ts';
import { clockTroubles, damageTroubles, diskTroubles, type NearQuota, quotaTroubles } from './troubles.ts';
import { actorOf, type Caller } from '../access/access.ts';

export { watchClock } from './clock-watch.ts';
export { createDataCheck } from './data-check.ts';

export interface StatusDependencies {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly version: string;
  readonly dataFolder: string;
  /** Of what the caller may read. */
  readonly librarySize: (scope: Caller['scope']) => Promise<Status['library']>;
  readonly lastBackup: () => Promise<Status['backup']>;
  readonly sealing: () => Promise<Status['sealing']>;
  readonly lastJump: ClockWatch['lastJump'];
  readonly dataCheck: DataCheck;
  /** Quotas of which most is used. */
  readonly nearQuotas: () => Promise<readonly NearQuota[]>;
}

export function statusRoutes(dependencies: StatusDependencies): Route[] {
  const startedAt = dependencies.clock.now().toISOString();
  const instance = createHash('sha256').update(`${process.pid} ${startedAt}`).digest('hex').slice(0, 16);
  return [
    openRoute(operations.getHealth, async () => {
      await dependencies.store.run('select 1');
      return { status: 'ok' as const, version: dependencies.version, instance };
    }),
    streamRoute(operations.checkData, (_, { caller }) => dependencies.dataCheck.run(actorOf(caller))),
    route(operations.getStatus, (_, { caller }) => readStatus(dependencies, startedAt, caller.scope)),
  ];
}

async function readStatus(
  { store, jobs, version, dataFolder, librarySize, lastBackup, sealing, lastJump, dataCheck, nearQuotas }: StatusDependencies,
  startedAt: string,
  scope: Caller['scope'],
): Promise<Status> {
  const disk = await statfs(dataFolder).catch(() => undefined);
  const freeBytes = disk ? disk.bavail * disk.bsize : null;
  return {
    version,
    startedAt,
    troubles: [
      ...diskTroubles(store.isFull(), freeBytes),
      ...clockTroubles(lastJump()),
      ...damageTroubles(await dataCheck.lastFault()),
      ...quotaTroubles(await nearQuotas()),
    ],
    runtime: `Node ${process.version}`,
    residentBytes: process.memoryUsage.rss(),
    storage: {
      kind: store.kind,
      database: store.kind === 'embedded' ? 'PGlite' : 'PostgreSQL',
      migration: store.migration,
      databaseBytes: await store.databaseBytes(),
      fileBytes: await folderBytes(join(dataFolder, 'files')),
      freeBytes,
    },
    library: await librarySize(scope),
    backup: await lastBackup(),
    sealing: await sealing(),
    jobs: await jobs.counts(),
  };
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
