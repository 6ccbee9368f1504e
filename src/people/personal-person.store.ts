// Who a person is here: told, and erased: what stays is an account without a name that nobody opens.
import type { Transaction } from 'kysely';
import type { PersonalData } from '../access/personal-data.ts';
import type { PersonId } from '../base/ids.ts';
import { sameTransaction } from '../store/store.ts';
import { findPerson, type PeopleDatabase, type PeopleTables, replaceRoles } from './people.store.ts';

/** No login name has this form. */
const erasedLogin = 'erased:';
const unnamed = '已注销账号 Closed account';

export function personalPerson(database: PeopleDatabase): PersonalData {
  return {
    async *collect(id) {
      const person = await findPerson(database, id);
      if (!person) return;
      const dates = await database.selectFrom('person').select(['created_at', 'left_at']).where('id', '=', id).executeTakeFirstOrThrow();
      yield { ...person, createdAt: dates.created_at, leftAt: dates.left_at };
    },
    async erase(within, id) {
      const people: Transaction<PeopleTables> = sameTransaction(within);
      await replaceRoles(people, id, []);
      await people
        .updateTable('person')
        .set({ login_name: `${erasedLogin}${id}`, display_name: unnamed, department_id: null, clearance: 'public', state: 'left' })
        .where('id', '=', id)
        .execute();
      return 1;
    },
  };
}

/** A person of whom there is something to erase. */
export async function findErasable(within: Transaction<unknown>, id: PersonId) {
  const people: Transaction<PeopleTables> = sameTransaction(within);
  const row = await people
    .selectFrom('person')
    .select(['display_name', 'login_name', 'state', 'created_at'])
    .where('id', '=', id)
    .where('kind', '=', 'person')
    .executeTakeFirst();
  if (!row || row.login_name.startsWith(erasedLogin)) return undefined;
  return { displayName: row.display_name, hasLeft: row.state === 'left', createdAt: row.created_at };
}
