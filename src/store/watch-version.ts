// Notices what other replicas, and changes that a second person approved, did to what this process holds of some tables: their version is
// looked at twice a second.
import type { Log } from '../base/log.ts';

export interface VersionWatch {
  stop(): void;
}

const everyMs = 500;

export function watchVersion({
  name,
  log,
  read,
  held,
  refresh,
}: {
  readonly name: string;
  readonly log: Log;
  readonly read: () => Promise<number>;
  readonly held: () => number;
  readonly refresh: () => Promise<void>;
}): VersionWatch {
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      if ((await read()) !== held()) await refresh();
    } catch (error) {
      // Without a database nothing is recorded, and so nothing is sent.
      log.debug(`${name}-unread`, { cause: error instanceof Error ? error.name : 'unknown' });
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), everyMs).unref();
  return { stop: () => clearInterval(timer) };
}
