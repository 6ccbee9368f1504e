// Accounts of the directory: linked by issuer and subject, and what the directory decides on them.
import { newId, type PersonId, personIdSchema } from '../../base/ids.ts';
import type { DirectoryDecides, Role } from '../../base/roles.ts';
import type { DepartmentId } from '../../base/ids.ts';
import type { SignInDatabase } from '../tables.ts';

interface Link {
  readonly issuer: string;
  readonly subject: string;
}

/** Whether an account that is not the directory's has this name, in whatever state: no directory signs in under it. */
export async function isLocalName(database: SignInDatabase, loginName: string): Promise<boolean> {
  const row = await database
    .selectFrom('person')
    .select('id')
    .where('login_name', '=', loginName)
    .where('directory_decides', '=', 'nothing')
    .executeTakeFirst();
  return row !== undefined;
}

export async function isDirectoryAccount(database: SignInDatabase, person: PersonId): Promise<boolean> {
  const row = await database.selectFrom('directory_account').select('subject').where('person_id', '=', person).executeTakeFirst();
  return row !== undefined;
}

/** The account that is linked, locked until the transaction ends. */
export async function findLinked(database: SignInDatabase, { issuer, subject }: Link) {
  return database
    .selectFrom('directory_account')
    .innerJoin('person', 'person.id', 'directory_account.person_id')
    .select(['person.id', 'person.state', 'person.display_name', 'person.department_id', 'person.directory_decides'])
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .forUpdate('person')
    .executeTakeFirst();
}

interface NewAccount extends Link {
  readonly loginName: string;
  /** When somebody has that name already. */
  readonly otherName: string;
  readonly displayName: string;
  readonly now: Date;
}

/** Makes the account, unless it is there: of two at the same moment the second waits for the first and then finds it. */
export async function makeLinked(
  database: SignInDatabase,
  { issuer, subject, now, ...account }: NewAccount,
): Promise<PersonId | undefined> {
  const id = newId(personIdSchema, now.getTime());
  const made = await database
    .insertInto('directory_account')
    .values({ issuer, subject, person_id: id, linked_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return undefined;
  const person = {
    id,
    display_name: account.displayName,
    department_id: null,
    state: 'active' as const,
    created_at: now,
    left_at: null,
    directory_decides: 'roles' as const,
  };
  const named = await database
    .insertInto('person')
    .values({ ...person, login_name: account.loginName })
    .onConflict((conflict) => conflict.column('login_name').doNothing())
    .executeTakeFirst();
  if (named.numInsertedOrUpdatedRows === 0n)
    await database
      .insertInto('person')
      .values({ ...person, login_name: account.otherName })
      .execute();
  return id;
}

export async function writeDecided(
  database: SignInDatabase,
  person: PersonId,
  set: { display_name: string; department_id: DepartmentId | null; directory_decides: DirectoryDecides },
): Promise<void> {
  await database.updateTable('person').set(set).where('id', '=', person).execute();
}

export async function replaceRoles(database: SignInDatabase, person: PersonId, roles: readonly Role[]): Promise<void> {
  await database.deleteFrom('person_role').where('person_id', '=', person).execute();
  await database
    .insertInto('person_role')
    .values(roles.map((role) => ({ person_id: person, role })))
    .execute();
}
