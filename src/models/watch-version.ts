// Notices what other replicas, and changes that a second person approved, did to the registry: within half a second.
import type { Log } from '../base/log.ts';
import { type ModelDatabase, readVersion } from './models.store.ts';

export interface VersionWatch {
  stop(): void;
}

const everyMs = 500;

export function watchVersion({
  database,
  log,
  held,
  refresh,
}: {
  readonly database: ModelDatabase;
  readonly log: Log;
  readonly held: () => number;
  readonly refresh: () => Promise<void>;
}): VersionWatch {
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      if ((await readVersion(database)) !== held()) await refresh();
    } catch (error) {
      // Without a database nothing is recorded, and so nothing is sent.
      log.debug('model-registry-unread', { cause: error instanceof Error ? error.name : 'unknown' });
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), everyMs).unref();
  return { stop: () => clearInterval(timer) };
}
