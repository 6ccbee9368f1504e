// API keys, with which programs ask: scoped to one scenario and one department, shown once, expiring. Made by security officers, who
// decide what may be seen: a key opens content, and a system administrator who could make one would see what he must not.
import type { Transaction } from 'kysely';
import { actorOf, type Caller, type Identity } from '../access/access.ts';
import { findDepartment } from '../access/departments.ts';
import { AppError } from '../base/errors.ts';
import type { Grade } from '../base/grade.ts';
import { type ApiKeyId, apiKeyIdSchema, type DepartmentId, newId, personIdSchema } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import { sameTransaction } from '../store/store.ts';
import { type ApiKeyRow, insertKey, findKey, findKeyRow, listKeyRows, noteUse, revokeKey } from './api-keys.store.ts';
import type { ApiKey } from './contract.ts';
import { changing, type Ground } from './ground.ts';
import type { SignInTables } from './tables.ts';
import { hashOfToken, newToken } from './token.ts';

const dayMs = 24 * 3_600_000;
/** Writing down every use would cost more than knowing it to the hour is worth. */
const usedEveryMs = 3_600_000;

export interface KeyWish {
  readonly name: string | undefined;
  readonly scenario: string;
  readonly department: string | undefined;
  readonly days: number;
}

/** What this room asks of scenarios, which stand above it: fails when there is none of this name. */
export type FindScenario = (name: string) => Promise<{ readonly inputGrade: Grade }>;

export function createApiKeys(ground: Ground) {
  const { database, clock } = ground;
  let findScenario: FindScenario = async () => {
    throw new AppError('not-found', { what: 'scenario 场景' });
  };

  const shown = async (id: ApiKeyId): Promise<ApiKey> => {
    const found = await findKeyRow(database, id);
    if (!found) throw new AppError('not-found', { what: 'API key 接口密钥' });
    return present(found, clock.now());
  };

  return {
    async list(): Promise<ApiKey[]> {
      const now = clock.now();
      return (await listKeyRows(database)).map((row) => present(row, now));
    },

    /** Said once the rooms above are there. */
    useScenarios(find: FindScenario): void {
      findScenario = find;
    },

    async recognise(token: string): Promise<Identity | undefined> {
      const now = clock.now();
      const key = await findKey(database, hashOfToken(token), now);
      if (!key) return undefined;
      if (!key.used_at || now.getTime() - key.used_at.getTime() > usedEveryMs) await noteUse(database, key.id, now);
      return {
        person: key.account,
        departmentId: key.department_id,
        roles: new Set(),
        by: { kind: 'api-key', keyId: key.id, scenario: key.scenario },
      };
    },

    /** The token is in the reply and nowhere else. */
    async create(caller: Caller, { name, scenario, department, days }: KeyWish): Promise<{ key: ApiKey; token: string }> {
      const { inputGrade } = await findScenario(scenario);
      const departmentId: DepartmentId | null = department === undefined ? null : await findDepartment(database, department);
      const now = clock.now();
      const id = newId(apiKeyIdSchema, now.getTime());
      const token = newToken('hjk_');
      const expiresAt = new Date(now.getTime() + days * dayMs);
      await changing(ground, async (transaction, note) => {
        await insertKey(transaction, {
          id,
          account: personIdSchema.parse(id),
          name: name ?? scenario,
          tokenHash: hashOfToken(token),
          scenario,
          departmentId,
          clearance: inputGrade,
          createdBy: caller.person,
          now,
          expiresAt,
        });
        note({
          action: 'api-key-created',
          actor: actorOf(caller),
          subject: { kind: 'api-key', id },
          details: { scenario, department: departmentId, clearance: inputGrade, expiresAt: expiresAt.toISOString() },
        });
      });
      return { key: await shown(id), token };
    },

    /** For incidents, inside their transaction; what comes back goes on record there. */
    async revokeWithin(transaction: Transaction<unknown>, target: string, actor: Entry['actor'], now: Date): Promise<Entry> {
      const within: Transaction<SignInTables> = sameTransaction(transaction);
      const id = apiKeyIdSchema.parse(target);
      if (!(await revokeKey(within, id, personIdSchema.parse(actor.id), now)))
        throw new AppError('not-found', { what: 'API key 接口密钥' });
      return { action: 'api-key-revoked', actor, subject: { kind: 'api-key', id } };
    },

    async revoke(caller: Caller, id: ApiKeyId): Promise<ApiKey> {
      await shown(id);
      await changing(ground, async (transaction, note) => {
        if (!(await revokeKey(transaction, id, caller.person, clock.now()))) return;
        note({ action: 'api-key-revoked', actor: actorOf(caller), subject: { kind: 'api-key', id } });
      });
      return shown(id);
    },
  };
}

function present({ created_at, expires_at, used_at, revoked_at, ...row }: ApiKeyRow, now: Date): ApiKey {
  return {
    ...row,
    state: revoked_at ? 'revoked' : expires_at <= now ? 'expired' : 'valid',
    createdAt: created_at.toISOString(),
    expiresAt: expires_at.toISOString(),
    usedAt: used_at?.toISOString() ?? null,
  };
}
