import type { Terminal } from './terminal.ts';

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

export function printFinding(terminal: Terminal, found: Finding, asJson: boolean): void {
  terminal.print(asJson ? JSON.stringify(found) : `${marks[found.state]} ${found.zh}\n  ${found.en}`);
}

const marks = { ok: '✓', warning: '!', fault: '✗' } as const;
