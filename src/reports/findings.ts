// How things stand now, and what of it asks for something to be done.
import type { Role } from '../base/roles.ts';
import type { LedgerAction } from '../ledger/contract.ts';
import type { Findings } from './contract.ts';
import type { LastAct, ReportSources } from './sources.ts';

const dayMs = 86_400_000;
const unusedDays = 90;
const oldDataKeyDays = 365;
const refusalDays = 7;

/** What shows that a role is used. An auditor who only reads leaves no record but that of signing in. */
const decided = ['change-proposed', 'change-approved', 'change-rejected'] as const;
const actsOf: Readonly<Record<Role, readonly LedgerAction[]>> = {
  'system-administrator': [
    ...decided,
    'person-invited',
    'person-changed',
    'person-left',
    'link-created',
    'department-created',
    'department-changed',
    'department-closed',
    'data-key-rotated',
  ],
  'security-officer': [
    ...decided,
    'incident-opened',
    'incident-changed',
    'incident-closed',
    'incident-reported',
    'rights-changed',
    'api-key-created',
    'api-key-revoked',
    'hold-placed',
    'retention-changed',
  ],
  auditor: ['session-opened'],
  editor: [
    'document-imported',
    'document-changed',
    'document-deleted',
    'document-restored',
    'document-reread',
    'document-password-given',
    'rights-changed',
  ],
  reviewer: ['change-approved', 'change-rejected'],
  agent: ['run-begun'],
  staff: ['run-begun'],
};

export async function findingsOf(sources: ReportSources, now: Date): Promise<Findings> {
  const since = new Date(now.getTime() - unusedDays * dayMs);
  const week = new Date(now.getTime() - refusalDays * dayMs);
  return {
    days: unusedDays,
    unusedRoles: await unusedRoles(sources, since),
    unusedGrants: await unusedGrants(sources),
    apiKeys: (await sources.apiKeys()).filter((key) => key.state === 'valid' && isBefore(key.usedAt ?? key.createdAt, since)),
    dataKeys: (await sources.dataKeys()).filter(
      ({ state, createdAt }) => state === 'active' && isBefore(createdAt, new Date(now.getTime() - oldDataKeyDays * dayMs)),
    ),
    withoutFactor: await sources.withoutFactor(),
    calls: sources.calls(),
    refusals: {
      signIn: await sources.countSince('session-refused', week),
      access: await sources.countSince('access-denied', week),
      connection: await sources.countSince('connection-refused', week),
    },
    openIncidents: await sources.openIncidents(),
    holds: await sources.holds(),
    retentionRunAt: await sources.retentionRunAt(),
    backup: await sources.backup(),
    ledger: await sources.ledger(),
  };
}

async function unusedRoles({ people, lastActs }: ReportSources, since: Date): Promise<Findings['unusedRoles']> {
  const acts = Map.groupBy(await lastActs(), ({ person }) => person);
  return (await people()).flatMap(({ id, roles }) =>
    roles.flatMap((role) => {
      const usedAt = lastUse(acts.get(id) ?? [], role);
      return usedAt && usedAt >= since ? [] : [{ person: id, role, usedAt: usedAt?.toISOString() ?? null }];
    }),
  );
}

function lastUse(acts: readonly LastAct[], role: Role): Date | undefined {
  const times = acts.filter(({ action }) => actsOf[role].includes(action)).map(({ at }) => at.getTime());
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}

async function unusedGrants({ personGrants, hasTouched }: ReportSources): Promise<Findings['unusedGrants']> {
  const unused: Findings['unusedGrants'] = [];
  for (const { person, action, documents } of await personGrants())
    if (!(await hasTouched(person, documents))) unused.push({ person, action, documents: documents.length });
  return unused;
}

function isBefore(time: string, moment: Date): boolean {
  return new Date(time) < moment;
}

/** What somebody has to do something about; the rest is for knowing. */
export function countFindings(content: Findings): number {
  const { unusedRoles: roles, unusedGrants: grants, apiKeys, dataKeys, withoutFactor, openIncidents, backup, ledger } = content;
  const lists = [roles, grants, apiKeys, dataKeys, withoutFactor, openIncidents].reduce((sum, list) => sum + list.length, 0);
  return lists + [!backup.isSet, backup.verifiedAt === null, ledger.isWhole !== true].filter(Boolean).length;
}
