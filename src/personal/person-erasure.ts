// Erasing the data of a person takes two: a system administrator proposes, a security officer approves. It cannot be undone.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import type { PersonalData } from '../access/personal-data.ts';
import { AppError } from '../base/errors.ts';
import { type PersonId, personIdSchema } from '../base/ids.ts';
import { runWithin } from '../store/store.ts';
import { type PersonalDependencies, wipingQueue } from './parts.ts';

const payload = z.object({ personId: personIdSchema });

type Erasing = Omit<PersonalDependencies, 'ledger' | 'changes'>;

export function personErasure({ store, jobs, parts, find, isHeld, eraseReasons }: Erasing): ChangeKind<typeof payload> {
  const reading = <Result>(read: (within: Transaction<unknown>) => Promise<Result>): Promise<Result> =>
    store.tables<unknown>().transaction().execute(read);
  /** Somebody who has left and of whom nothing is held. */
  const mustBeErasable = async (within: Transaction<unknown>, id: PersonId): Promise<void> => {
    const person = await find(within, id);
    if (!person) throw new AppError('not-found', { what: 'person 人员' });
    if (!person.hasLeft) throw new AppError('conflict', { fault: '请先把此人标为已离开 mark the person as left first' });
    if (await isHeld(within, id, person.createdAt)) throw new AppError('held');
  };
  return {
    kind: 'person-erasure',
    payload,
    proposer: 'personal-data.erase',
    approver: 'personal-data.erase.approve',
    subjectOf: ({ personId }) => personId,
    async describe({ personId }) {
      const name = (await reading((within) => find(within, personId)))?.displayName ?? personId;
      return {
        zh: `删除“${name}”的个人信息：姓名、登录名、提问和登录痕迹都不能恢复；账本记录保留，但不再能对应到原文。`,
        en: `Erase the personal data of ${name}: names, questions and traces of signing in are gone for good; the records of the ledger stay without their texts.`,
      };
    },
    async check({ personId }, caller) {
      if (personId === caller.person) throw new AppError('second-person-needed');
      await reading((within) => mustBeErasable(within, personId));
    },
    async apply(transaction, { personId }) {
      await mustBeErasable(transaction, personId);
      const erased: Record<string, number> = {};
      for (const [name, part] of Object.entries<PersonalData>({ ...parts })) erased[name] = await part.erase(transaction, personId);
      await eraseReasons(transaction, personId);
      await jobs.enqueue(wipingQueue, personId, runWithin(transaction));
      return { action: 'person-erased', subject: { kind: 'person', id: personId }, details: erased };
    },
  };
}
