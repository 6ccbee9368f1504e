import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallSign, createBreaker, type Pass, retryAfterMs, signOf } from './breaker.ts';

function createPlace(random = () => 0) {
  let now = 1_000_000;
  const breaker = createBreaker({ nowMs: () => now, random });
  return {
    breaker,
    wait: (ms: number) => void (now += ms),
    now: () => now,
    call: (sign: CallSign) => {
      const pass = breaker.tryEnter();
      pass?.ended(sign);
      return pass !== undefined;
    },
    kind: () => breaker.state().kind,
  };
}

const times = (count: number, act: () => unknown) => Array.from({ length: count }, act);
/** Passes of as many requests as are let in at once. */
function enterAll({ breaker }: ReturnType<typeof createPlace>): Pass[] {
  const passes: Pass[] = [];
  for (let pass = breaker.tryEnter(); pass && passes.length < 100; pass = breaker.tryEnter()) passes.push(pass);
  return passes;
}

describe('a breaker opens', () => {
  it('at five calls in a row without a connection, not when one got through between them', () => {
    const place = createPlace();
    times(4, () => place.call('unreachable'));
    place.call('good');
    times(4, () => place.call('unreachable'));
    expect(place.kind()).toBe('closed');
    place.call('unreachable');
    expect(place.kind()).toBe('open');
  });

  it('at half of at least ten calls, and old calls do not count', () => {
    const place = createPlace();
    times(5, () => place.call('good'));
    times(4, () => place.call('bad'));
    expect(place.kind()).toBe('closed');
    place.wait(61_000);
    times(9, () => place.call('bad'));
    expect(place.kind()).toBe('closed');
    place.call('good');
    expect(place.kind()).toBe('open');
  });

  it('at three refusals of the key in a row, for long, and says that it is the key', () => {
    const place = createPlace();
    times(2, () => place.call(signOf('key-refused')));
    place.call('good');
    times(2, () => place.call('key-refused'));
    expect(place.kind()).toBe('closed');
    place.call('key-refused');
    expect(place.breaker.state()).toEqual({ kind: 'open', reason: 'key-refused', untilMs: place.now() + 600_000 });
    place.wait(600_001);
    expect(place.breaker.state()).toEqual({ kind: 'half-open', reason: 'key-refused' });
    place.call('key-refused');
    expect(place.breaker.state()).toEqual({ kind: 'open', reason: 'key-refused', untilMs: place.now() + 600_000 });
    place.wait(600_001);
    place.call('unreachable');
    expect(place.breaker.state()).toMatchObject({ kind: 'open', reason: 'failing' });
  });

  it('never for what tells nothing of the endpoint', () => {
    const place = createPlace();
    for (const fault of ['rejected', 'denied', 'stopped', 'client-gone'] as const) times(50, () => place.call(signOf(fault)));
    expect(place.kind()).toBe('closed');
    for (const fault of ['cut', 'malformed', 'first-token-timeout', 'upstream-status', 'error-event'] as const) {
      times(2, () => place.call(signOf(fault)));
    }
    expect(place.kind()).toBe('open');
  });

  it('for 5 s, then twice as long each time, 60 s at most, half of it by lot', () => {
    for (const [drawn, share] of [
      [0, 0.5],
      [1, 1],
    ] as const) {
      const place = createPlace(() => drawn);
      const openFor: number[] = [];
      times(5, () => place.call('unreachable'));
      times(6, () => {
        const state = place.breaker.state();
        const ms = state.kind === 'open' ? state.untilMs - place.now() : 0;
        openFor.push(ms);
        place.wait(ms - 1);
        expect(place.call('good')).toBe(false);
        place.wait(1);
        expect(place.call('bad')).toBe(true);
      });
      expect(openFor).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000].map((ms) => ms * share));
    }
  });
});

describe('a half-open breaker', () => {
  const halfOpen = (random?: () => number) => {
    const place = createPlace(random);
    times(5, () => place.call('unreachable'));
    place.wait(5_000);
    expect(place.kind()).toBe('half-open');
    return place;
  };

  it('lets one, two and four requests through before it closes', () => {
    const place = halfOpen();
    for (const round of [1, 2, 4]) {
      const passes = enterAll(place);
      expect(passes).toHaveLength(round);
      for (const pass of passes) pass.ended('good');
    }
    expect(place.kind()).toBe('closed');
  });

  it('opens again at the first bad one, and what ends later does not matter', () => {
    const place = halfOpen();
    place.call('good');
    const [first, second] = enterAll(place);
    first?.ended('bad');
    expect(place.kind()).toBe('open');
    second?.ended('good');
    expect(place.kind()).toBe('open');
  });

  it('gives the place of a request that told nothing to another', () => {
    const place = halfOpen();
    place.breaker.tryEnter()?.ended('nothing');
    expect(enterAll(place)).toHaveLength(1);
  });

  it('is content with a first token, and opens when what followed was cut', () => {
    const place = halfOpen();
    const [first] = enterAll(place);
    first?.answers();
    first?.answers();
    const second = enterAll(place);
    expect(second).toHaveLength(2);
    first?.ended('good');
    second[0]?.answers();
    second[0]?.ended('bad');
    expect(place.kind()).toBe('open');
  });

  it('is spared nine in ten requests at first once it is closed, and none after ten seconds', () => {
    let drawn = 0;
    const place = halfOpen(() => drawn);
    for (const round of [1, 2, 4]) for (const pass of enterAll(place).slice(0, round)) pass.ended('good');
    expect(place.kind()).toBe('closed');
    drawn = 0.5;
    expect([place.breaker.isSpared(), place.breaker.isReady()]).toEqual([true, true]);
    place.wait(5_000);
    expect(place.breaker.isSpared()).toBe(false);
    drawn = 0.99;
    expect(place.breaker.isSpared()).toBe(true);
    place.wait(5_000);
    expect(place.breaker.isSpared()).toBe(false);
  });
});

describe('a request for patience', () => {
  it('is kept to until its end, and opens nothing', () => {
    const place = createPlace();
    place.breaker.tryEnter()?.throttled('3');
    expect(place.kind()).toBe('throttled');
    place.wait(2_999);
    expect(place.call('good')).toBe(false);
    place.wait(1);
    expect(place.kind()).toBe('closed');
    times(50, () => {
      place.breaker.tryEnter()?.throttled(undefined);
      place.wait(1_000);
    });
    expect(place.kind()).toBe('closed');
  });

  it.each([
    ['seconds', '2', 2_000],
    ['a part of a second', '0.5', 500],
    ['a date', 'Sat, 28 Nov 2026 10:00:07 GMT', 7_000],
    ['a date that is over', 'Sat, 28 Nov 2026 09:00:00 GMT', 0],
    ['a year', '31536000', 600_000],
    ['nonsense', 'soon', 1_000],
    ['nothing', undefined, 1_000],
  ])('may be said as %s', (_, header, ms) => {
    expect(retryAfterMs(header, Date.UTC(2026, 10, 28, 10))).toBe(ms);
  });
});

it('does what a plain account of its rules says, call after call', () => {
  const sign = fc.constantFrom<CallSign>('good', 'bad', 'unreachable', 'nothing');
  const step = fc.oneof({ weight: 6, arbitrary: sign }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 20_000 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const place = createPlace();
      const rules = createRules();
      for (const one of steps) {
        if (typeof one === 'number') {
          place.wait(one);
          rules.wait(one);
        } else expect(place.call(one)).toBe(rules.call(one));
        expect(place.kind()).toBe(rules.kind());
      }
    }),
    { numRuns: 500 },
  );
});

/** One call at a time, the whole history looked at anew with each. The lot is 0: half of each time, always let in. */
function createRules() {
  let now = 0;
  let history: { readonly sign: CallSign; readonly at: number }[] = [];
  let openUntil: number | undefined;
  let opened = 0;
  let goodTrials = 0;
  const open = () => {
    openUntil = now + Math.min(5_000 * 2 ** opened, 60_000) / 2;
    opened += 1;
    goodTrials = 0;
    history = [];
  };
  const kind = () => (openUntil === undefined ? 'closed' : now < openUntil ? 'open' : 'half-open');
  const call = (sign: CallSign): boolean => {
    if (kind() === 'open') return false;
    if (sign === 'nothing') return true;
    if (kind() === 'half-open') {
      if (sign !== 'good') open();
      else if ((goodTrials += 1) === 1 + 2 + 4) [openUntil, opened, history] = [undefined, 0, []];
      return true;
    }
    history.push({ sign, at: now });
    const recent = history.filter(({ at }) => at > now - 60_000).slice(-20);
    const lastFive = history.slice(-5);
    const isUnreachable = lastFive.length === 5 && lastFive.every((one) => one.sign === 'unreachable');
    if (isUnreachable || (recent.length >= 10 && recent.filter((one) => one.sign !== 'good').length * 2 >= recent.length)) open();
    return true;
  };
  return { kind, call, wait: (ms: number) => void (now += ms) };
}
