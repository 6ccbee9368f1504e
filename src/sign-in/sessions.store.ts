// Sessions: who is signed in where. A token is random and only its hash is kept; it ends by disuse, by age, or when revoked.
import { sql } from 'kysely';
import { AppError } from '../base/errors.ts';
import { newId, type PersonId, type SessionId, sessionIdSchema } from '../base/ids.ts';
import type { Role } from '../base/roles.ts';
import type { SignInDatabase, SignInMethod } from './tables.ts';
import { hashOfToken, newToken } from './token.ts';

export interface SessionLimits {
  readonly sessionIdleMinutes: number;
  readonly sessionHours: number;
}

/** Where somebody signs in from, as shown in the list of sessions. */
export interface SessionPlace {
  readonly address: string;
  readonly device: string;
}

/** Writing down every request would cost more than knowing it to the minute is worth. */
const seenEveryMs = 60_000;

/** A session that begins later than this from now is from before the clock went back: it would outlive its age, so it has ended. */
const toleratedMs = 5 * 60_000;

export async function startSession(
  database: SignInDatabase,
  session: {
    readonly person: PersonId;
    readonly method: SignInMethod;
    readonly place: SessionPlace;
    readonly limits: SessionLimits;
    readonly now: Date;
    readonly secondFactorAt?: Date | null;
  },
): Promise<{ id: SessionId; token: string }> {
  const { person, method, place, limits, now } = session;
  const token = newToken('hjs_');
  const id = newId(sessionIdSchema, now.getTime());
  await database
    .insertInto('session')
    .values({
      id,
      token_hash: hashOfToken(token),
      person_id: person,
      method,
      ...place,
      started_at: now,
      seen_at: now,
      ends_at: new Date(now.getTime() + limits.sessionHours * 3_600_000),
      second_factor_at: session.secondFactorAt ?? null,
    })
    .execute();
  return { id, token };
}

/** The session of a token with what is needed to know its person, unless it has ended. */
export async function findSession(database: SignInDatabase, token: string, limits: SessionLimits, now: Date) {
  const found = await database
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .leftJoin('password', 'password.person_id', 'person.id')
    .select([
      'session.id',
      'session.method',
      'session.seen_at',
      'session.ends_at',
      'session.second_factor_at',
      'session.person_id',
      'person.department_id',
      'password.changed_at as password_changed_at',
    ])
    .select(sql<Role[]>`array(select role from person_role where person_id = person.id order by role)`.as('roles'))
    .select(sql<boolean>`exists (select from second_factor where id = person.id and confirmed_at is not null)`.as('has_second_factor'))
    .where('session.token_hash', '=', hashOfToken(token))
    .where('session.ends_at', '>', now)
    .where('session.seen_at', '>', idleSince(limits, now))
    .where('session.started_at', '<=', new Date(now.getTime() + toleratedMs))
    .where('person.state', '=', 'active')
    .executeTakeFirst();
  if (found && now.getTime() - found.seen_at.getTime() > seenEveryMs)
    await database.updateTable('session').set({ seen_at: now }).where('id', '=', found.id).execute().catch(unlessFull);
  return found;
}

/** With a full disk people can at least go on reading. */
function unlessFull(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'database-full')) throw error;
}

/** A new token for the same session: one that was seen before somebody proved more is worth nothing afterwards. */
export async function renewToken(database: SignInDatabase, id: SessionId, secondFactorAt: Date | undefined): Promise<string> {
  const token = newToken('hjs_');
  await database
    .updateTable('session')
    .set({ token_hash: hashOfToken(token), ...(secondFactorAt ? { second_factor_at: secondFactorAt } : {}) })
    .where('id', '=', id)
    .execute();
  return token;
}

export async function methodOf(database: SignInDatabase, id: SessionId): Promise<SignInMethod | undefined> {
  return (await database.selectFrom('session').select('method').where('id', '=', id).executeTakeFirst())?.method;
}

export async function listSessions(database: SignInDatabase, person: PersonId, limits: SessionLimits, now: Date) {
  return database
    .selectFrom('session')
    .select(['id', 'method', 'address', 'device', 'started_at', 'seen_at', 'ends_at'])
    .where('person_id', '=', person)
    .where('ends_at', '>', now)
    .where('seen_at', '>', idleSince(limits, now))
    .orderBy('seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** Which sessions of a person: one, or all but one. */
export interface WhichSessions {
  readonly only?: SessionId;
  readonly except?: SessionId | undefined;
}

/** Ends one session of a person, or all but one; returns how many. */
export async function endSessions(database: SignInDatabase, person: PersonId, which: WhichSessions): Promise<number> {
  let query = database.deleteFrom('session').where('person_id', '=', person);
  if (which.only) query = query.where('id', '=', which.only);
  if (which.except) query = query.where('id', '!=', which.except);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}

/** Sessions that have ended are of no use to anybody. */
export async function forgetEndedSessions(database: SignInDatabase, limits: SessionLimits, now: Date): Promise<void> {
  await database
    .deleteFrom('session')
    .where((where) => where.or([where('ends_at', '<=', now), where('seen_at', '<=', idleSince(limits, now))]))
    .execute();
}

function idleSince({ sessionIdleMinutes }: SessionLimits, now: Date): Date {
  return new Date(now.getTime() - sessionIdleMinutes * 60_000);
}
