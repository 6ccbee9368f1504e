// Time is a parameter: rooms take a Clock, tests pass a fixed one.

export interface Clock {
  readonly now: () => Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** The calendar day in China (UTC+8, no daylight saving), as `YYYY-MM-DD`: validity dates of policies are days there. */
export function dayInChina(moment: Date): string {
  return new Date(moment.getTime() + 8 * 3600_000).toISOString().slice(0, 10);
}

export function todayInChina(clock: Clock): string {
  return dayInChina(clock.now());
}
