// Second factors in the database: the secret sealed, recovery codes as hashes.
import { sql } from 'kysely';
import type { PersonId } from '../base/ids.ts';
import type { Role } from '../base/roles.ts';
import type { SignInDatabase } from './tables.ts';

export async function findFactor(database: SignInDatabase, person: PersonId) {
  return database.selectFrom('second_factor').selectAll().where('id', '=', person).executeTakeFirst();
}

/** A secret that counts once it is confirmed; one that was never confirmed gives way. Returns whether there was room for it. */
export async function writeUnconfirmed(database: SignInDatabase, person: PersonId, secret: string, now: Date): Promise<boolean> {
  const values = { secret, created_at: now, confirmed_at: null, last_step: null };
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('second_factor')
    .values({ id: person, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values).where('second_factor.confirmed_at', 'is', null))
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Takes the code of a time step, once: of two at the same moment one gets it. */
export async function takeStep(database: SignInDatabase, person: PersonId, step: number): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('second_factor')
    .set({ last_step: step })
    .where('id', '=', person)
    .where((where) => where.or([where('last_step', 'is', null), where('last_step', '<', step)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function confirmFactor(database: SignInDatabase, person: PersonId, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('second_factor')
    .set({ confirmed_at: now })
    .where('id', '=', person)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function removeFactor(database: SignInDatabase, person: PersonId): Promise<boolean> {
  await database.deleteFrom('recovery_code').where('person_id', '=', person).execute();
  const { numDeletedRows } = await database.deleteFrom('second_factor').where('id', '=', person).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** New recovery codes; earlier ones are worth nothing any more. */
export async function replaceCodes(database: SignInDatabase, person: PersonId, hashes: readonly string[]): Promise<void> {
  await database.deleteFrom('recovery_code').where('person_id', '=', person).execute();
  await database
    .insertInto('recovery_code')
    .values(hashes.map((hash) => ({ person_id: person, code_hash: hash, used_at: null })))
    .execute();
}

/** Uses a recovery code up; false when there is none, or it was used. */
export async function takeCode(database: SignInDatabase, person: PersonId, hash: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('recovery_code')
    .set({ used_at: now })
    .where('person_id', '=', person)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function countCodes(database: SignInDatabase, person: PersonId): Promise<number> {
  const { count } = await database
    .selectFrom('recovery_code')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('person_id', '=', person)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** People in use who have none, with their roles. */
export async function withoutFactor(database: SignInDatabase) {
  return database
    .selectFrom('person')
    .select('id')
    .select(sql<Role[]>`array(select role from person_role where person_id = person.id order by role)`.as('roles'))
    .where('kind', '=', 'person')
    .where('state', '=', 'active')
    .where(sql<boolean>`not exists (select from second_factor where second_factor.id = person.id and confirmed_at is not null)`)
    .orderBy('id')
    .execute();
}
