// When a model at an endpoint is left alone for a while, because calls of it keep failing, and how it is taken back: with a few real requests
// first. A request for patience (429) is none of this: the endpoint works, and says itself when to come back.

import type { CallFault } from './call-fault.ts';

/** What a call was, as far as it tells of the endpoint. What was asked wrongly, left by its client or stopped by the guard tells nothing. */
export type CallSign = 'good' | 'bad' | 'unreachable' | 'key-refused' | 'nothing';

/** Why a breaker opened. A key that is refused stays so until somebody sets another. */
export type OpenReason = 'failing' | 'key-refused';

export type BreakerState =
  | { readonly kind: 'closed' }
  /** Nothing is sent until then. */
  | { readonly kind: 'open'; readonly reason: OpenReason; readonly untilMs: number }
  /** A few requests are let through to see. */
  | { readonly kind: 'half-open'; readonly reason: OpenReason }
  | { readonly kind: 'throttled'; readonly untilMs: number };

const signOfFault: Readonly<Record<CallFault, CallSign>> = {
  unreachable: 'unreachable',
  'upstream-status': 'bad',
  'key-refused': 'key-refused',
  'first-token-timeout': 'bad',
  'between-tokens-timeout': 'bad',
  'total-timeout': 'bad',
  cut: 'bad',
  malformed: 'bad',
  'error-event': 'bad',
  // Told by the pass itself.
  throttled: 'nothing',
  'left-alone': 'nothing',
  'queue-full': 'nothing',
  'queue-too-long': 'nothing',
  rejected: 'nothing',
  denied: 'nothing',
  stopped: 'nothing',
  'client-gone': 'nothing',
};

/** Of the fault that ended a call; without one it was good. */
export function signOf(fault: CallFault | undefined): CallSign {
  return fault === undefined ? 'good' : signOfFault[fault];
}

export interface Breaker {
  /** Leave to send one request, or nothing. Whoever has it says once what came of it. */
  tryEnter(): Pass | undefined;
  /** Whether there would be leave now. */
  isReady(): boolean;
  /** By lot, for a while after it closed: whether it should rather be spared while another can take a request. */
  isSpared(): boolean;
  state(): BreakerState;
}

export interface Pass {
  /** A first token came. For a request that is to show whether the endpoint works, that is enough; what breaks it later still tells. */
  answers(): void;
  ended(sign: CallSign): void;
  /** With the `Retry-After` of the reply, if it had one. */
  throttled(retryAfter: string | undefined): void;
}

export interface BreakerOptions {
  readonly nowMs: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

const windowSize = 20;
const windowMs = 60_000;
const leastCalls = 10;
const badShare = 0.5;
const unreachableInARow = 5;
const firstOpenMs = 5_000;
const longestOpenMs = 60_000;
/** One refusal may be about what was asked: some gateways reply 403 to a text that they do not like. */
const keyRefusedInARow = 3;
/** Mostly somebody sets the key here, and a new breaker begins; at the endpoint somebody may have put it right too. */
const keyRefusedOpenMs = 10 * 60_000;
/** Let through one after the other round; each must be good to come to the next. */
const [firstTrial, ...laterTrials] = [1, 2, 4] as const;
/** Afterwards the share of requests that it is not spared grows to all of them over this time. */
const slowStartMs = 10_000;
const throttledMs = 1_000;
const longestThrottledMs = 10 * 60_000;

export function createBreaker({ nowMs, random }: BreakerOptions): Breaker {
  let signs: { readonly isGood: boolean; readonly atMs: number }[] = [];
  let unreachable = 0;
  let keyRefused = 0;
  let reason: OpenReason = 'failing';
  let openedInARow = 0;
  let openUntil: number | undefined;
  let throttledUntil = 0;
  let trial: { round: number; left: number; running: number } | undefined;
  let closedAt = Number.NEGATIVE_INFINITY;
  /** Raised whenever the breaker opens or closes: calls sent before tell of another time. */
  let epoch = 0;

  /** Half to all of a time that doubles, so that not everybody comes back at one moment. */
  function open(sign: CallSign): void {
    if (sign === 'key-refused') return openFor(keyRefusedOpenMs, 'key-refused');
    const longest = Math.min(firstOpenMs * 2 ** openedInARow, longestOpenMs);
    openedInARow += 1;
    openFor(longest * (0.5 + random() / 2), 'failing');
  }

  function openFor(ms: number, why: OpenReason): void {
    openUntil = nowMs() + ms;
    reason = why;
    startOver();
  }

  function close(): void {
    openUntil = undefined;
    openedInARow = 0;
    closedAt = nowMs();
    startOver();
  }

  function startOver(): void {
    trial = undefined;
    signs = [];
    unreachable = 0;
    keyRefused = 0;
    epoch += 1;
  }

  function state(): BreakerState {
    if (throttledUntil > nowMs()) return { kind: 'throttled', untilMs: throttledUntil };
    if (openUntil === undefined) return { kind: 'closed' };
    return openUntil > nowMs() ? { kind: 'open', reason, untilMs: openUntil } : { kind: 'half-open', reason };
  }

  function mayEnter(): boolean {
    const { kind } = state();
    if (kind === 'closed') return true;
    return kind === 'half-open' && (trial?.left ?? firstTrial) > 0;
  }

  function sawInTrial(current: NonNullable<typeof trial>, sign: CallSign): void {
    current.running -= 1;
    if (sign === 'nothing') current.left += 1;
    else if (sign !== 'good') open(sign);
    else if (current.left === 0 && current.running === 0) {
      const next = laterTrials[current.round];
      if (next === undefined) close();
      else trial = { round: current.round + 1, left: next, running: 0 };
    }
  }

  function sawClosed(sign: CallSign): void {
    if (sign === 'nothing') return;
    unreachable = sign === 'unreachable' ? unreachable + 1 : 0;
    keyRefused = sign === 'key-refused' ? keyRefused + 1 : 0;
    signs.push({ isGood: sign === 'good', atMs: nowMs() });
    if (signs.length > windowSize) signs.shift();
    if (signs.every(({ isGood }) => isGood)) return;
    const recent = signs.filter(({ atMs }) => atMs > nowMs() - windowMs);
    const bad = recent.filter(({ isGood }) => !isGood).length;
    if (
      keyRefused >= keyRefusedInARow ||
      unreachable >= unreachableInARow ||
      (recent.length >= leastCalls && bad / recent.length >= badShare)
    )
      open(sign);
  }

  function createPass(): Pass {
    const enteredAt = epoch;
    let isOver = false;
    let isProven = false;
    function answers(): void {
      if (isProven || isOver || enteredAt !== epoch || !trial) return;
      isProven = true;
      sawInTrial(trial, 'good');
    }
    function ended(sign: CallSign): void {
      if (isOver) return;
      isOver = true;
      if (enteredAt !== epoch) return;
      if (isProven) {
        if (sign !== 'good' && sign !== 'nothing') open(sign);
      } else if (trial) sawInTrial(trial, sign);
      else sawClosed(sign);
    }
    return {
      answers,
      ended,
      throttled(retryAfter) {
        throttledUntil = Math.max(throttledUntil, nowMs() + retryAfterMs(retryAfter, nowMs()));
        // It answered, but not with an answer.
        ended('nothing');
      },
    };
  }

  return {
    tryEnter() {
      if (!mayEnter()) return undefined;
      if (state().kind === 'half-open') {
        trial ??= { round: 0, left: firstTrial, running: 0 };
        trial.left -= 1;
        trial.running += 1;
      }
      return createPass();
    },
    isReady: mayEnter,
    isSpared: () => openUntil === undefined && random() >= 0.1 + (0.9 * (nowMs() - closedAt)) / slowStartMs,
    state,
  };
}

/** Seconds, or a date of HTTP. What is neither, or longer than anybody would wait, is not believed. */
export function retryAfterMs(header: string | undefined, nowMs: number): number {
  const text = header?.trim() ?? '';
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? throttledMs : Math.min(Math.max(ms, 0), longestThrottledMs);
}
