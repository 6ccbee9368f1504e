import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Usage } from './calls.store.ts';
import { priceOf, usageOf } from './usage.ts';

const reported = (tokens: Partial<Usage>): Usage => ({
  promptTokens: undefined,
  cachedTokens: undefined,
  completionTokens: undefined,
  reasoningTokens: undefined,
  source: 'reported',
  ...tokens,
});
const text = { prompt: '低保怎么申请？', content: '请到街道办理。', reasoning: '' };

describe('what a call took', () => {
  it('is what the endpoint reported, as it came', () => {
    const usage = reported({ promptTokens: 9, cachedTokens: 8, completionTokens: 0, reasoningTokens: 0 });
    expect(usageOf(usage, text)).toEqual(usage);
  });

  it.each([
    ['no report', undefined],
    ['a report without the prompt', reported({ completionTokens: 4 })],
    ['a report of a prompt without tokens', reported({ promptTokens: 0, completionTokens: 4 })],
    ['a report without the answer', reported({ promptTokens: 5 })],
  ])('is estimated where it is not believed, and says so: %s', (_, usage) => {
    const found = usageOf(usage, text);
    expect(found.source).toBe('estimated');
    expect(found.promptTokens).toBeGreaterThan(0);
    expect(found.completionTokens).toBeGreaterThan(0);
    expect(found.reasoningTokens).toBeUndefined();
  });

  it('counts reasoning that was not reported', () => {
    const [without, withIt] = [usageOf(undefined, text), usageOf(undefined, { ...text, reasoning: '先看条件'.repeat(20) })];
    expect(withIt.completionTokens ?? 0).toBeGreaterThan((without.completionTokens ?? 0) + 20);
  });
});

describe('what a call cost', () => {
  const first = { validFrom: '2026-01-01', input: 2_000_000, cachedInput: 500_000, output: 8_000_000 };
  const second = { ...first, validFrom: '2026-07-01', input: 1_000_000 };
  const usage = reported({ promptTokens: 1_000, cachedTokens: 400, completionTokens: 100 });

  it('follows from the price in force on that day in China', () => {
    expect(priceOf([second, first], usage, new Date('2026-03-01T00:00:00Z'))).toBe(600 * 2 + 400 * 0.5 + 100 * 8);
    expect(priceOf([first, second], usage, new Date('2026-06-30T15:59:59Z'))).toBe(2_200);
    expect(priceOf([first, second], usage, new Date('2026-06-30T16:00:00Z'))).toBe(1_600);
  });

  it('is unknown before the first price, and without tokens', () => {
    expect(priceOf([first], usage, new Date('2025-12-31T15:59:59Z'))).toBeUndefined();
    expect(priceOf([], usage, new Date('2026-03-01'))).toBeUndefined();
    expect(priceOf([first], reported({ promptTokens: 3 }), new Date('2026-03-01'))).toBeUndefined();
  });

  it('is a whole number of millionths, half of one away at most, and never below nothing', () => {
    const tokens = fc.integer({ min: 0, max: 10_000_000 });
    const price = fc.integer({ min: 0, max: 100_000_000 });
    fc.assert(
      fc.property(
        tokens,
        tokens,
        tokens,
        price,
        price,
        price,
        (promptTokens, cachedTokens, completionTokens, input, cachedInput, output) => {
          const cost = priceOf(
            [{ validFrom: '2026-01-01', input, cachedInput, output }],
            reported({ promptTokens, cachedTokens, completionTokens }),
            new Date('2026-03-01'),
          );
          const cached = BigInt(Math.min(cachedTokens, promptTokens));
          const exact =
            (BigInt(promptTokens) - cached) * BigInt(input) + cached * BigInt(cachedInput) + BigInt(completionTokens) * BigInt(output);
          expect(Number.isSafeInteger(cost)).toBe(true);
          const apart = BigInt(cost ?? -1) * 1_000_000n - exact;
          expect(apart <= 500_000n && apart >= -500_000n).toBe(true);
        },
      ),
    );
  });
});
