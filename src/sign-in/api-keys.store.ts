// API keys in the database: each is an account of kind 'key', so that what it did has an author.
import type { ApiKeyId, DepartmentId, PersonId } from '../base/ids.ts';
import type { Grade } from '../base/grade.ts';
import type { SignInDatabase } from './tables.ts';

export interface NewApiKey {
  readonly id: ApiKeyId;
  readonly account: PersonId;
  readonly name: string;
  readonly tokenHash: string;
  readonly scenario: string;
  readonly departmentId: DepartmentId | null;
  readonly clearance: Grade;
  readonly createdBy: PersonId;
  readonly now: Date;
  readonly expiresAt: Date;
}

export async function insertKey(database: SignInDatabase, key: NewApiKey): Promise<void> {
  await database
    .insertInto('person')
    .values({
      id: key.account,
      kind: 'key',
      // No login name of a person has this form.
      login_name: `key:${key.id}`,
      display_name: key.name,
      department_id: key.departmentId,
      clearance: key.clearance,
      state: 'active',
      created_at: key.now,
      left_at: null,
    })
    .execute();
  await database
    .insertInto('api_key')
    .values({
      id: key.id,
      token_hash: key.tokenHash,
      scenario: key.scenario,
      created_by: key.createdBy,
      created_at: key.now,
      expires_at: key.expiresAt,
      used_at: null,
      revoked_at: null,
      revoked_by: null,
    })
    .execute();
}

/** The key of a token, unless it has expired or was revoked. */
export async function findKey(database: SignInDatabase, tokenHash: string, now: Date) {
  return database
    .selectFrom('api_key')
    .innerJoin('person', 'person.id', 'api_key.id')
    .select(['api_key.id', 'api_key.scenario', 'api_key.used_at', 'person.department_id', 'person.id as account'])
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .where('person.state', '=', 'active')
    .executeTakeFirst();
}

export async function noteUse(database: SignInDatabase, id: ApiKeyId, now: Date): Promise<void> {
  await database.updateTable('api_key').set({ used_at: now }).where('id', '=', id).execute();
}

function keys(database: SignInDatabase) {
  return database
    .selectFrom('api_key')
    .innerJoin('person as account', 'account.id', 'api_key.id')
    .innerJoin('person as maker', 'maker.id', 'api_key.created_by')
    .leftJoin('department', 'department.id', 'account.department_id')
    .select([
      'api_key.id',
      'account.display_name as name',
      'api_key.scenario',
      'department.name as department',
      'maker.display_name as createdBy',
      'api_key.created_at',
      'api_key.expires_at',
      'api_key.used_at',
      'api_key.revoked_at',
    ]);
}
export type ApiKeyRow = Awaited<ReturnType<typeof listKeyRows>>[number];

/** The newest ones, newest first. */
export async function listKeyRows(database: SignInDatabase) {
  return keys(database).orderBy('api_key.id', 'desc').limit(500).execute();
}

export async function findKeyRow(database: SignInDatabase, id: ApiKeyId): Promise<ApiKeyRow | undefined> {
  return keys(database).where('api_key.id', '=', id).executeTakeFirst();
}

/** Whether it was there to be revoked. */
export async function revokeKey(database: SignInDatabase, id: ApiKeyId, by: PersonId, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('api_key')
    .set({ revoked_at: now, revoked_by: by })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  await database
    .updateTable('person')
    .set({ state: 'left', left_at: now })
    .where('person.kind', '=', 'key')
    .where('id', '=', id as string as PersonId)
    .execute();
  return numUpdatedRows > 0n;
}
