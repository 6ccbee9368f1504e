// Closing an account for the time being, while an incident is looked into: its sessions are looked up with the person's state, so
// they stop at once. Opening it again takes two people, which whoever calls this has seen to.
import type { Transaction } from 'kysely';
import { AppError } from '../base/errors.ts';
import { type PersonId, personIdSchema } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import { sameTransaction } from '../store/store.ts';
import { refuseLastHolder } from './last-holder.store.ts';
import type { PeopleTables } from './people.store.ts';

export async function suspendPerson(transaction: Transaction<unknown>, target: string, actor: Entry['actor']): Promise<Entry> {
  const id = personIdSchema.parse(target);
  const people: Transaction<PeopleTables> = sameTransaction(transaction);
  await refuseLastHolder(people, id);
  await move(transaction, id, 'active', 'suspended');
  return { action: 'person-suspended', actor, subject: { kind: 'person', id } };
}

export async function reinstatePerson(transaction: Transaction<unknown>, target: string, actor: Entry['actor']): Promise<Entry> {
  const id = personIdSchema.parse(target);
  await move(transaction, id, 'suspended', 'active');
  return { action: 'person-reinstated', actor, subject: { kind: 'person', id } };
}

async function move(transaction: Transaction<unknown>, id: PersonId, from: string, to: string): Promise<void> {
  const people: Transaction<PeopleTables> = sameTransaction(transaction);
  const { numUpdatedRows } = await people
    .updateTable('person')
    .set({ state: to })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new AppError('not-found', { what: 'active person 在用账号' });
}
