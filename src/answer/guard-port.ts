// Where a guard looks at what flows through a run. Until the guard room exists nothing is checked, and the run's steps say so.

export type GuardPlace = 'input' | 'reasoning' | 'output';
export type GuardVerdict = { readonly kind: 'passed' | 'not-checked' } | { readonly kind: 'blocked'; readonly rule: string };

export interface Guard {
  check(place: GuardPlace, text: string): Promise<GuardVerdict>;
  /** Watches one reply as it streams. */
  watch(): GuardWatch;
}

/** `held`: not to be shown before more is known. */
export type WatchVerdict = { readonly kind: 'clear' | 'held' } | { readonly kind: 'blocked'; readonly rule: string };

export interface GuardWatch {
  /** Text in the order in which it arrives; synchronous, since a stream is not to wait for each token. */
  push(place: 'reasoning' | 'output', text: string): WatchVerdict;
  /** Of all that was pushed, before the last of it is shown. */
  end(): Promise<GuardVerdict>;
}

const clear: WatchVerdict = { kind: 'clear' };
const notChecked: GuardVerdict = { kind: 'not-checked' };

export const absentGuard: Guard = {
  check: async () => notChecked,
  watch: () => ({ push: () => clear, end: async () => notChecked }),
};
