// How long somebody waits before the next attempt at a secret, after so many that failed in a row.

const freeFailures = 5;
const firstDelaySeconds = 15;
const longestDelaySeconds = 15 * 60;

/** 0 for the first failures, then 15 s, 30 s, 60 s ... up to a quarter of an hour. */
export function delaySeconds(failures: number): number {
  if (failures < freeFailures) return 0;
  return Math.min(firstDelaySeconds * 2 ** (failures - freeFailures), longestDelaySeconds);
}
