// Where a guard looks at what flows through a run. Until the guard room exists nothing is checked, and the run's steps say so.

export type GuardPlace = 'input' | 'output';
export type GuardVerdict = { readonly kind: 'passed' | 'not-checked' } | { readonly kind: 'blocked'; readonly rule: string };

export interface Guard {
  check(place: GuardPlace, text: string): Promise<GuardVerdict>;
}

export const absentGuard: Guard = { check: async () => ({ kind: 'not-checked' }) };
