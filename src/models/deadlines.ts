// How long a call may take: until its first token, between two tokens, and altogether. Only real tokens count: comments and blank lines
// that keep a connection alive do not.
export interface CallTimeouts {
  /** Before dispatch, while others are served. */
  readonly queueMs: number;
  /** From dispatch, waiting for headers included. */
  readonly firstTokenMs: number;
  readonly betweenTokensMs: number;
  readonly totalMs: number;
}

export type TimeoutFault = 'first-token-timeout' | 'between-tokens-timeout' | 'total-timeout';

export interface Deadlines {
  /** A real token came. */
  token(): void;
  end(): void;
}

export function startDeadlines(timeouts: CallTimeouts, onTimeout: (fault: TimeoutFault) => void): Deadlines {
  const total = setTimeout(() => expire('total-timeout'), timeouts.totalMs);
  let next = setTimeout(() => expire('first-token-timeout'), timeouts.firstTokenMs);
  let hasToken = false;
  function end(): void {
    clearTimeout(total);
    clearTimeout(next);
  }
  function expire(fault: TimeoutFault): void {
    end();
    onTimeout(fault);
  }
  return {
    token() {
      if (hasToken) return void next.refresh();
      hasToken = true;
      clearTimeout(next);
      next = setTimeout(() => expire('between-tokens-timeout'), timeouts.betweenTokensMs);
    },
    end,
  };
}
