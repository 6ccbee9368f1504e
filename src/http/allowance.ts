// How much one subject may do: the generic cell rate algorithm (ITU-T I.371), the same sums as in the database, for this process alone.

export interface Allowance {
  readonly perMinute: number;
  /** At once, after a pause. */
  readonly burst: number;
}

/** Seconds to wait when the allowance does not hold, else 0. */
export type Take = (name: string, subject: string, allowance: Allowance) => number;

// Old entries are dropped when there are this many.
const maxSubjects = 10_000;

export function localAllowances(nowMs: () => number): Take {
  const wholeAt = new Map<string, number>();
  return (name, subject, { perMinute, burst }) => {
    const key = `${name} ${subject}`;
    const now = nowMs();
    const costMs = 60_000 / perMinute;
    const roomMs = burst * costMs;
    const kept = wholeAt.get(key) ?? 0;
    // Beyond what a whole allowance takes to come back: from before the clock went back.
    const next = (kept > now + roomMs ? now : Math.max(kept, now)) + costMs;
    const excessMs = next - now - roomMs;
    if (excessMs > 0) return Math.ceil(excessMs / 1000);
    if (wholeAt.size >= maxSubjects) for (const [name_, at] of wholeAt) if (at < now) wholeAt.delete(name_);
    wholeAt.set(key, next);
    return 0;
  };
}
