// Whether a rule is in force on a day: from its first day until the day before it expires.

export interface ValidityDates {
  readonly effectiveOn: string | null;
  readonly expiredOn: string | null;
  /** A newer version took its place without saying from when. */
  readonly isReplaced: boolean;
}
export type Validity = 'in-force' | 'not-yet-in-force' | 'expired' | 'replaced' | 'undated';

export function validityOn(day: string, { effectiveOn, expiredOn, isReplaced }: ValidityDates): Validity {
  if (isReplaced) return 'replaced';
  if (expiredOn !== null && expiredOn <= day) return 'expired';
  if (effectiveOn === null) return 'undated';
  return effectiveOn <= day ? 'in-force' : 'not-yet-in-force';
}
