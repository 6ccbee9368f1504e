/** One thing that `doctor` looked at. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly zh: string;
  readonly en: string;
}

export function finding(check: string, state: Finding['state'], zh: string, en: string): Finding {
  return { check, state, zh, en };
}
