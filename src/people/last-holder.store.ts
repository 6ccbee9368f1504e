// Nobody is left out of a separated power: its last holder in use is not suspended.
import { sql, type Transaction } from 'kysely';
import { AppError } from '../base/errors.ts';
import type { PersonId } from '../base/ids.ts';
import { powersIn, roleSchema } from '../base/roles.ts';
import type { PeopleTables } from './people.store.ts';
import { roleWords } from './words.ts';

export async function refuseLastHolder(people: Transaction<PeopleTables>, id: PersonId): Promise<void> {
  // Locked in one order: two who are suspended at the same moment are not each other's reason.
  const holders = await people
    .selectFrom('person')
    .innerJoin('person_role', 'person_role.person_id', 'person.id')
    .select(['person.id', 'person_role.role'])
    .where('person_role.role', 'in', powersIn(roleSchema.options))
    .where('person.state', '=', 'active')
    .orderBy('person.id')
    .modifyEnd(sql`for update of person`)
    .execute();
  const last = holders.find((holder) => holder.id === id && !holders.some((other) => other.id !== id && other.role === holder.role));
  if (last) throw new AppError('last-holder', { roleZh: roleWords[last.role].zh, roleEn: roleWords[last.role].en });
}
