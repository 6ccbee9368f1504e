// Random acts on documents that a person may not see.
import fc from 'fast-check';
import { grades } from '../../src/base/grade.ts';
import { type HiddenAct, slots, words } from './interference.ts';

const slot = fc.nat({ max: slots - 1 });
const grade = fc.constantFrom(...grades);

export const hiddenAct: fc.Arbitrary<HiddenAct> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      slot,
      words: fc.array(fc.nat({ max: words.length - 1 }), { minLength: 1, maxLength: 12 }),
      grade,
      place: fc.nat({ max: 2 }),
      like: fc.constantFrom('nothing' as const, 'name' as const, 'bytes' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('retitle' as const, 'delete' as const, 'restore' as const, 'reread' as const), slot }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('regrade' as const), slot, grade }) },
);
