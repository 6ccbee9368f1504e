import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrderOfFirstToken } from './choose.ts';
import { createEndpointLoad, type Prompt } from './load.ts';
import { createPrefixIndex, prefixBlocks } from './prefix-index.ts';

const prompt = (tokens: number, blocks: readonly string[] = []): Prompt => ({ tokens, blocks });

function createPlace(names: readonly string[]) {
  let now = 0;
  const endpoints = names.map((name) => ({ name, load: createEndpointLoad({ nowMs: () => now }) }));
  const [first, second] = endpoints;
  if (!first || !second) throw new Error('a place has two endpoints at least');
  return { endpoints, first, second, wait: (ms: number) => (now += ms) };
}
const namesIn = (endpoints: readonly { readonly name: string }[]) => endpoints.map(({ name }) => name);
const ordered = { random: () => 0 };

describe('the blocks of a prompt', () => {
  it('are equal as far as two prompts begin alike', () => {
    const common = '政策'.repeat(700);
    const [left, right] = [prefixBlocks(`${common}甲`.padEnd(3000, 'x')), prefixBlocks(`${common}乙`.padEnd(3000, 'x'))];
    expect(left.slice(0, 2)).toEqual(right.slice(0, 2));
    // What comes after a difference differs, though it is the same text.
    for (const [index, block] of left.entries()) if (index > 2) expect(right).not.toContain(block);
  });

  it('are none for what is shorter than a block', () => {
    expect(prefixBlocks('short')).toEqual([]);
  });
});

describe('the prefix index', () => {
  it('knows a beginning as far as it was added, and never more than it may hold', () => {
    const blocks = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(blocks), fc.integer({ min: 1, max: 4 }), (prompts, maxBlocks) => {
        const index = createPrefixIndex({ maxBlocks });
        for (const one of prompts) {
          index.add(one);
          const distinct = [...new Set(one)];
          if (distinct.length === one.length) expect(index.matched(one)).toBe(Math.min(one.length, maxBlocks));
        }
        expect(['a', 'b', 'c', 'd', 'e', 'f'].filter((block) => index.matched([block]) === 1).length).toBeLessThanOrEqual(maxBlocks);
      }),
    );
  });

  it('forgets the end of a prompt before its beginning', () => {
    const index = createPrefixIndex({ maxBlocks: 3 });
    index.add(['a', 'b', 'c']);
    index.add(['z']);
    expect(index.matched(['a', 'b', 'c'])).toBe(2);
  });
});

describe('an endpoint is chosen', () => {
  it('that has the least to read', () => {
    const { endpoints, first } = createPlace(['first', 'second']);
    first.load.sent(prompt(5_000));
    expect(namesIn(inOrderOfFirstToken(endpoints, prompt(100), ordered))).toEqual(['second', 'first']);
  });

  it('that knows the beginning, unless the others would answer sooner all the same', () => {
    const { endpoints, second } = createPlace(['first', 'second']);
    const blocks = ['a', 'b', 'c', 'd'];
    const sent = second.load.sent(prompt(2_000, blocks));
    sent.firstToken();
    sent.end();
    expect(namesIn(inOrderOfFirstToken(endpoints, prompt(2_000, blocks), ordered))).toEqual(['second', 'first']);
    second.load.sent(prompt(9_000));
    expect(namesIn(inOrderOfFirstToken(endpoints, prompt(2_000, blocks), ordered))).toEqual(['first', 'second']);
  });

  it('that has shown itself to be the faster one', () => {
    const { first, second, wait } = createPlace(['first', 'second']);
    for (let turn = 0; turn < 30; turn += 1) {
      for (const [{ load }, ms] of [
        [first, 1_000],
        [second, 500],
      ] as const) {
        const sent = load.sent(prompt(1_000));
        wait(ms);
        sent.firstToken();
        sent.end();
      }
    }
    expect(first.load.estimateMs(prompt(1_000)) / second.load.estimateMs(prompt(1_000))).toBeCloseTo(2, 1);
    expect(first.load.estimateMs(prompt(1_000))).toBeCloseTo(1_000, -2);
  });

  it('by what it still has to read, which grows less with time but never below nothing', () => {
    const { first, wait } = createPlace(['first', 'second']);
    const idle = first.load.estimateMs(prompt(100));
    first.load.sent(prompt(4_000));
    const atOnce = first.load.estimateMs(prompt(100));
    expect(atOnce - idle).toBeCloseTo(1_000, 0);
    wait(500);
    expect(first.load.estimateMs(prompt(100))).toBeCloseTo(atOnce - 500, 0);
    wait(60_000);
    expect(first.load.estimateMs(prompt(100))).toBe(idle);
  });

  it('by the number of requests, then by lot, when nothing else tells them apart', () => {
    const { endpoints } = createPlace(['first', 'second']);
    const draws = [0.9, 0.1];
    expect(namesIn(inOrderOfFirstToken(endpoints, prompt(10), { random: () => draws.shift() ?? 0 }))).toEqual(['second', 'first']);
  });

  it('out of two drawn by lot while counts are stale, and every other one stays to fall back on', () => {
    const { endpoints } = createPlace(['first', 'second', 'third', 'fourth']);
    const draws = [0.9, 0.8, 0.1, 0.2];
    const chosen = inOrderOfFirstToken(endpoints, prompt(10), { random: () => draws.shift() ?? 0, isStale: true });
    expect(namesIn(chosen)[0]).toBe('third');
    expect(namesIn(chosen).toSorted()).toEqual(['first', 'fourth', 'second', 'third']);
  });
});

it('a request that ended in any way leaves nothing behind', () => {
  const act = fc.constantFrom('first-token', 'end');
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 9_000 }), fc.array(act, { maxLength: 4 }))), (requests) => {
      const { first, wait } = createPlace(['first', 'second']);
      for (const [tokens, acts] of requests) {
        const sent = first.load.sent(prompt(tokens));
        for (const one of acts) {
          wait(7);
          if (one === 'end') sent.end();
          else sent.firstToken();
        }
        sent.end();
      }
      expect(first.load.inFlight()).toBe(0);
      expect(first.load.estimateMs(prompt(1_000))).toBeGreaterThan(0);
    }),
  );
});
