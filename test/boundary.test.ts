// Nothing reaches a model that may not see it, whatever fails and whoever leaves; and what is public does go out where it may.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Boundary, leaksAt, openBoundary, type Seen } from './support/boundary.ts';
import { batches } from './support/boundary-runs.ts';
import { canary, writings } from './support/canaries.ts';
import { startFakeModelServer } from './tools/fake-model-server.mjs';

let boundary: Boundary;
beforeAll(async () => {
  boundary = await openBoundary();
});
afterAll(() => boundary.close());

test('no model receives a canary above its grade, and public content always finds a way that may be taken', async () => {
  const all: Seen[] = [];
  await fc.assert(
    fc.asyncProperty(batches, async (batch) => {
      const seen = await boundary.play(batch);
      expect(seen.leaks).toEqual([]);
      expect(seen.unreached).toEqual([]);
      all.push(seen);
    }),
    // What one batch leaves behind another may meet: a failure is told as it stands, with its seed.
    { numRuns: 60, endOnFailure: true, seed: 20_261_128 },
  );
  const sum = (count: (seen: Seen) => number): number => all.reduce((total, seen) => total + count(seen), 0);
  const withStatus = (status: number): number => sum(({ statuses }) => statuses.filter((one) => one === status).length);
  // The proof is of something: all of it happened, and often.
  expect(sum(({ statuses }) => statuses.length)).toBeGreaterThan(300);
  for (const status of [0, 200, 403, 404, 502]) expect(withStatus(status), `status ${status}`).toBeGreaterThan(10);
  expect(sum(({ arrived }) => arrived.external)).toBeGreaterThan(50);
  expect(sum(({ arrived }) => arrived['in-house'])).toBeGreaterThan(50);
  expect(sum(({ outward }) => outward)).toBeGreaterThan(20);
  expect(sum(({ opinions }) => opinions)).toBeGreaterThan(8);
  expect(sum(({ refused }) => refused)).toBeGreaterThan(10);
}, 240_000);

test('the search for canaries finds one, however it is written', async () => {
  const upstream = await startFakeModelServer({ record: true });
  try {
    for (const writing of writings(canary('internal', 7))) {
      upstream.reset();
      await fetch(`${upstream.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'outside', messages: [{ role: 'user', content: `前 ${writing} 后` }] }),
      });
      expect(
        leaksAt(upstream, () => 'public'),
        writing,
      ).not.toEqual([]);
      expect(
        leaksAt(upstream, () => 'internal'),
        writing,
      ).toEqual([]);
    }
  } finally {
    await upstream.close();
  }
});
