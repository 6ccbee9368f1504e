import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Admission, type Admitted, createQueue, type PlaceInQueue } from './queue.ts';

function createPlace({ places = 1, maxWaiting = 100 } = {}) {
  let now = 0;
  let timers: { readonly at: number; readonly act: () => void }[] = [];
  const queue = createQueue({
    places,
    maxWaiting,
    nowMs: () => now,
    after(ms, act) {
      const timer = { at: now + ms, act };
      timers.push(timer);
      return () => void (timers = timers.filter((one) => one !== timer));
    },
  });
  const enter = (admission: Partial<Admission> = {}) =>
    queue.enter({
      priority: 'interactive',
      scenario: 'a',
      weight: 1,
      cost: 100,
      deadlineMs: 60_000,
      signal: new AbortController().signal,
      ...admission,
    });
  const wait = (ms: number) => {
    now += ms;
    for (const { at, act } of timers) if (at <= now) act();
  };
  return { queue, enter, wait, timers: () => timers.length };
}

function release(admitted: Admitted | undefined): void {
  if (admitted?.kind !== 'admitted') throw new Error(`not admitted: ${admitted?.kind}`);
  admitted.release();
}

/** Lets in all that wait, one after the other, and tells in which order. */
async function orderOf(first: Admitted, waiting: Readonly<Record<string, Promise<Admitted>>>): Promise<string[]> {
  const order: string[] = [];
  const all = Object.entries(waiting).map(async ([name, entering]) => {
    const admitted = await entering;
    order.push(name.replace(/\d/g, ''));
    release(admitted);
  });
  release(first);
  await Promise.all(all);
  return order;
}

describe('the queue of an endpoint', () => {
  it('lets in as many as there are places, and the next when one is released, once', async () => {
    const { queue, enter } = createPlace({ places: 2 });
    const [first] = [await enter(), await enter()];
    const third = enter();
    const fourth = enter();
    release(first);
    release(first);
    release(await third);
    expect([queue.serving(), queue.waiting()]).toEqual([2, 0]);
    release(await fourth);
    expect(queue.serving()).toBe(1);
  });

  it('lets people in before batches', async () => {
    const { enter } = createPlace();
    const order = await orderOf(await enter(), {
      batch1: enter({ priority: 'batch' }),
      person1: enter(),
      batch2: enter({ priority: 'batch' }),
      person2: enter(),
    });
    expect(order).toEqual(['person', 'person', 'batch', 'batch']);
  });

  it('shares between scenarios by weight, whoever sends most', async () => {
    const { enter } = createPlace();
    const first = await enter({ scenario: 'other', cost: 1 });
    const waiting: Record<string, Promise<Admitted>> = {};
    for (let turn = 0; turn < 30; turn += 1) waiting[`greedy${turn}`] = enter({ scenario: 'greedy' });
    for (let turn = 0; turn < 9; turn += 1) waiting[`heavy${turn}`] = enter({ scenario: 'heavy', weight: 3 });
    const order = await orderOf(first, waiting);
    expect(order.slice(0, 12).filter((name) => name === 'heavy')).toHaveLength(9);
    expect(order).toHaveLength(39);
  });

  it('refuses when it is full, each class for itself, and says how long it would have been', async () => {
    const { enter, wait } = createPlace({ maxWaiting: 2 });
    const first = await enter();
    wait(3_000);
    release(first);
    await enter();
    void enter();
    void enter();
    expect(await enter()).toEqual({ kind: 'refused', reason: 'queue-full', position: 3, expectedWaitMs: 9_000 });
    const { queue, enter: enterOther } = createPlace({ maxWaiting: 1 });
    await enterOther();
    void enterOther({ priority: 'batch' });
    void enterOther();
    expect(queue.waiting()).toBe(2);
  });

  it('refuses at once who would wait too long, and at the deadline who did', async () => {
    const { enter, wait, queue } = createPlace();
    const late = enter().then(() => enter({ deadlineMs: 500 }));
    await Promise.resolve();
    await Promise.resolve();
    wait(500);
    expect(await late).toEqual({ kind: 'refused', reason: 'deadline', position: 1, expectedWaitMs: undefined });
    expect(queue.waiting()).toBe(0);
    const other = createPlace();
    const first = await other.enter();
    other.wait(3_000);
    release(first);
    await other.enter();
    expect(await other.enter({ deadlineMs: 2_999 })).toMatchObject({ kind: 'refused', reason: 'deadline', expectedWaitMs: 3_000 });
  });

  it('is left at once by who goes, who then has used nothing of the share of his scenario', async () => {
    const { enter, queue, timers } = createPlace();
    const first = await enter({ scenario: 'other', cost: 1 });
    const leaving = new AbortController();
    const gone = enter({ scenario: 'a', cost: 1_000, signal: leaving.signal });
    const waiting = { b: enter({ scenario: 'b', cost: 10 }), c: enter({ scenario: 'b', cost: 10 }), a: enter({ scenario: 'a' }) };
    leaving.abort();
    expect(queue.waiting()).toBe(3);
    expect(await gone).toEqual({ kind: 'left' });
    expect(await orderOf(first, waiting)).toEqual(['b', 'a', 'c']);
    expect(timers()).toBe(0);
    expect(await enter({ signal: leaving.signal })).toEqual({ kind: 'left' });
  });

  it('tells each its place when it begins to wait and whenever that changes', async () => {
    const { enter, wait } = createPlace();
    const first = await enter();
    const told: PlaceInQueue[] = [];
    const second = enter();
    const third = enter({ priority: 'batch', onPlace: (place) => told.push(place) });
    const fourth = enter();
    wait(1_000);
    release(first);
    release(await second);
    release(await fourth);
    release(await third);
    expect(told.map(({ position }) => position)).toEqual([2, 3, 2, 1]);
    expect(told.map(({ expectedWaitMs }) => expectedWaitMs)).toEqual([undefined, undefined, 2_000, 900]);
  });

  it('never serves more than it has places, and leaves nobody waiting while one is free', async () => {
    const act = fc.oneof(
      fc.record({
        kind: fc.constant('enter'),
        scenario: fc.constantFrom('a', 'b', 'c'),
        batch: fc.boolean(),
        cost: fc.integer({ min: 1, max: 9 }),
      }),
      fc.record({ kind: fc.constantFrom('release', 'leave', 'wait'), which: fc.nat() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), async (acts, places) => {
        const { queue, enter, wait } = createPlace({ places, maxWaiting: 5 });
        const served: (() => void)[] = [];
        const inside: AbortController[] = [];
        for (const one of acts) {
          if ('which' in one) {
            if (one.kind === 'wait') wait(one.which % 30_000);
            else if (one.kind === 'leave') inside[one.which % Math.max(1, inside.length)]?.abort();
            else served.splice(one.which % Math.max(1, served.length), 1)[0]?.();
          } else {
            const controller = new AbortController();
            inside.push(controller);
            const { scenario, cost, batch } = one;
            void enter({ scenario, cost, priority: batch ? 'batch' : 'interactive', signal: controller.signal }).then((admitted) => {
              if (admitted.kind === 'admitted') served.push(admitted.release);
            });
          }
          for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
          expect(queue.serving()).toBe(served.length);
          expect(queue.serving()).toBeLessThanOrEqual(places);
          expect(queue.waiting() === 0 || queue.serving() === places).toBe(true);
        }
      }),
    );
  });
});
