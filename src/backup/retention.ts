// Which backups are kept: the newest of each of the last days, weeks and months that have one, and always the newest and the
// one last verified.

export interface Keep {
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

export interface Dated {
  readonly id: string;
  readonly takenAt: string;
}

const dayMs = 86_400_000;
const chinaMs = 8 * 3_600_000;

export function backupsToKeep(backups: readonly Dated[], keep: Keep, always: readonly string[] = []): ReadonlySet<string> {
  const newestFirst = backups.toSorted((one, other) => (one.takenAt < other.takenAt ? 1 : -1));
  const kept = new Set(newestFirst.slice(0, 1).map(({ id }) => id));
  for (const { id } of newestFirst) if (always.includes(id)) kept.add(id);
  const periods: readonly [number, (at: Date) => string][] = [
    [keep.daily, dayOf],
    [keep.weekly, weekOf],
    [keep.monthly, (at) => dayOf(at).slice(0, 7)],
  ];
  for (const [wanted, periodOf] of periods) {
    const seen = new Set<string>();
    for (const { id, takenAt } of newestFirst) {
      const period = periodOf(new Date(takenAt));
      if (seen.has(period) || seen.size === wanted) continue;
      seen.add(period);
      kept.add(id);
    }
  }
  return kept;
}

/** The day in China. */
function dayOf(at: Date): string {
  return new Date(at.getTime() + chinaMs).toISOString().slice(0, 10);
}

/** Weeks begin on Monday; 1 January 1970 was a Thursday. */
function weekOf(at: Date): string {
  return String(Math.floor((Math.floor((at.getTime() + chinaMs) / dayMs) + 3) / 7));
}
