// Accounts: people with what they need to sign in.
import { sql } from 'kysely';
import type { PersonId } from '../base/ids.ts';
import type { Role } from '../base/roles.ts';
import { type FirstAccount, firstAccounts } from './first-accounts.ts';
import type { SignInDatabase } from './tables.ts';

/** Earlier passwords that may not be used again. */
const rememberedPasswords = 5;

/** Makes the first accounts if nobody has made them yet. */
export async function prepareFirstAccounts(database: SignInDatabase, now: Date): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const { id, loginName, displayName, roles } of firstAccounts) {
      const made = await transaction
        .insertInto('person')
        .values({
          id,
          login_name: loginName,
          display_name: displayName,
          department_id: null,
          state: 'invited',
          created_at: now,
          left_at: null,
        })
        // The first person has been there before accounts were, and becomes the first account of the staff.
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({ login_name: loginName, display_name: displayName, state: 'invited' })
            .where('person.state', '=', 'active')
            .where(sql<boolean>`not exists (select from person_role where person_id = person.id)`),
        )
        .executeTakeFirst();
      if ((made.numInsertedOrUpdatedRows ?? 0n) === 0n) continue;
      await transaction
        .insertInto('person_role')
        .values(roles.map((role) => ({ person_id: id, role })))
        .execute();
    }
  });
}

export async function waitingFirstAccounts(database: SignInDatabase): Promise<readonly FirstAccount[]> {
  const rows = await database
    .selectFrom('person')
    .select('id')
    .where('state', '=', 'invited')
    .where(
      'id',
      'in',
      firstAccounts.map(({ id }) => id),
    )
    .execute();
  return firstAccounts.filter(({ id }) => rows.some((row) => row.id === id));
}

export async function findAccount(database: SignInDatabase, loginName: string) {
  return database
    .selectFrom('person')
    .innerJoin('password', 'password.person_id', 'person.id')
    .select(['person.id', 'password.hash'])
    .where('person.login_name', '=', loginName)
    .where('person.state', '=', 'active')
    .where('person.kind', '=', 'person')
    .executeTakeFirst();
}

export async function rolesOf(database: SignInDatabase, person: PersonId): Promise<Role[]> {
  const rows = await database.selectFrom('person_role').select('role').where('person_id', '=', person).orderBy('role').execute();
  return rows.map(({ role }) => role);
}

export async function describePerson(database: SignInDatabase, person: PersonId) {
  return database
    .selectFrom('person')
    .leftJoin('department', 'department.id', 'person.department_id')
    .select(['person.id', 'person.login_name', 'person.display_name', 'person.directory_decides'])
    .select(['department.id as department_id', 'department.name as department'])
    .where('person.id', '=', person)
    .executeTakeFirstOrThrow();
}

/** Whether another account has this name. */
export async function isNameTaken(database: SignInDatabase, loginName: string, by: PersonId): Promise<boolean> {
  return (
    (await database.selectFrom('person').select('id').where('login_name', '=', loginName).where('id', '!=', by).executeTakeFirst()) !==
    undefined
  );
}

export async function activate(database: SignInDatabase, person: PersonId, loginName: string, displayName: string): Promise<void> {
  await database
    .updateTable('person')
    .set({ state: 'active', login_name: loginName, display_name: displayName })
    .where('id', '=', person)
    .where('state', '=', 'invited')
    .execute();
}

export async function passwordsOf(database: SignInDatabase, person: PersonId) {
  return database.selectFrom('password').select(['hash', 'earlier_hashes']).where('person_id', '=', person).executeTakeFirst();
}

export async function writePassword(database: SignInDatabase, person: PersonId, hash: string, now: Date): Promise<void> {
  const present = await passwordsOf(database, person);
  const earlier = present ? [present.hash, ...present.earlier_hashes].slice(0, rememberedPasswords) : [];
  const values = { hash, earlier_hashes: JSON.stringify(earlier), changed_at: now };
  await database
    .insertInto('password')
    .values({ person_id: person, ...values })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(values))
    .execute();
}

/** The same password, hashed with today's parameters. */
export async function strengthenHash(database: SignInDatabase, person: PersonId, hash: string): Promise<void> {
  await database.updateTable('password').set({ hash }).where('person_id', '=', person).execute();
}

export async function isKnownDevice(database: SignInDatabase, tokenHash: string, loginName: string): Promise<boolean> {
  const row = await database
    .selectFrom('known_device')
    .innerJoin('person', 'person.id', 'known_device.person_id')
    .select('person.id')
    .where('known_device.token_hash', '=', tokenHash)
    .where('person.login_name', '=', loginName)
    .executeTakeFirst();
  return row !== undefined;
}

/** A device belongs to whoever signed in on it last. */
export async function rememberDevice(database: SignInDatabase, tokenHash: string, person: PersonId, now: Date): Promise<void> {
  await database
    .insertInto('known_device')
    .values({ token_hash: tokenHash, person_id: person, used_at: now })
    .onConflict((conflict) => conflict.column('token_hash').doUpdateSet({ person_id: person, used_at: now }))
    .execute();
}
