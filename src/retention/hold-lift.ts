// Lifting a hold takes two people: what it kept may be removed the next night.
import { z } from 'zod';
import type { Caller } from '../access/access.ts';
import type { ChangeKind, ChangeSentence } from '../access/changes/changes.ts';
import { AppError } from '../base/errors.ts';
import { type HoldId, holdIdSchema } from '../base/ids.ts';
import { sameTransaction } from '../store/store.ts';
import type { Hold } from './contract.ts';
import { markLifted } from './holds.store.ts';
import { entryOf } from './hold-entry.ts';

const payload = z.object({ holdId: holdIdSchema });

export function holdLift({
  find,
}: {
  readonly find: (id: HoldId, caller: Caller) => Promise<Hold | undefined>;
}): ChangeKind<typeof payload> {
  return {
    kind: 'hold-lift',
    payload,
    proposer: 'retention.manage',
    approver: 'retention.approve',
    subjectOf: ({ holdId }) => holdId,
    async describe({ holdId }, caller) {
      const hold = await find(holdId, caller);
      return hold && sentenceOf(hold);
    },
    async check({ holdId }, caller) {
      const hold = await find(holdId, caller);
      if (!hold || hold.liftedAt !== null) missing();
    },
    async apply(transaction, { holdId }, now) {
      return entryOf('hold-lifted', (await markLifted(sameTransaction(transaction), holdId, now)) ?? missing());
    },
  };
}

/** Of a document that the reader may not see only its number is told. */
function sentenceOf({ kind, target, name, from, until }: Hold): ChangeSentence {
  const about = {
    document: { zh: `文档“${name ?? target}”`, en: `the document “${name ?? target}”` },
    person: { zh: `人员“${name}”`, en: `the person ${name}` },
    span: { zh: `时段 ${from} 至 ${until ?? '今后'}`, en: `the time from ${from} ${until === null ? 'on' : `to ${until}`}` },
  }[kind];
  return {
    zh: `解除对${about.zh}的法律保全，此后超期数据将被清除。`,
    en: `Lift the legal hold on ${about.en}; what is over its time is then removed.`,
  };
}

function missing(): never {
  throw new AppError('not-found', { what: 'hold 法律保全' });
}
