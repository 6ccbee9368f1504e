import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hiddenAct } from './support/hidden-acts.ts';
import { type Interference, openInterference, personas } from './support/interference.ts';

let worlds: Interference;
beforeAll(async () => {
  worlds = await openInterference();
});
afterAll(() => worlds.close());

test('whatever a person asks, the answer is the same whether or not there are documents that he may not see', async () => {
  let turn = 0;
  const acts = fc.array(hiddenAct, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(acts, fc.constantFrom(...personas), async (hidden, persona) => {
      for (const act of hidden) await worlds.hide(act);
      turn += 1;
      const { differences } = await worlds.compare(persona, turn);
      expect(differences).toEqual([]);
    }),
    // A state is made of all that went before: a failure is told as it stands.
    { numRuns: 5, endOnFailure: true, seed: 20260301 },
  );
}, 300_000);

test('nor does what is hidden move what is found by meaning, its order, or what a model puts in order', async () => {
  const meaning = await openInterference(true);
  try {
    let turn = 0;
    const acts = fc.array(hiddenAct, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(acts, fc.constantFrom(...personas), async (hidden, persona) => {
        for (const act of hidden) await meaning.hide(act);
        turn += 1;
        const { differences } = await meaning.compare(persona, turn);
        expect(differences).toEqual([]);
      }),
      { numRuns: 3, endOnFailure: true, seed: 20260301 },
    );
  } finally {
    await meaning.close();
  }
}, 300_000);

test('and every operation of the route table was asked', () => {
  expect([...worlds.asked].toSorted()).toEqual(worlds.site.routes.map(({ operation }) => operation.id).toSorted());
});
