// What rooms are given of others where that takes more than a name.
import { soloCaller } from './access/access.ts';
import type { Backup } from './backup/backup.ts';
import { documentIdSchema, personIdSchema } from './base/ids.ts';
import type { Egress } from './egress/egress.ts';
import type { createIncidents, IncidentRoom } from './incidents/incidents.ts';
import type { DocumentRightsRoom } from './knowledge/document-rights.ts';
import type { Knowledge } from './knowledge/knowledge.ts';
import { quarantine } from './knowledge/quarantine.ts';
import { type Ledger, verificationState } from './ledger/ledger.ts';
import type { People } from './people/people.ts';
import type { createReports } from './reports/reports.ts';
import type { Retention } from './retention/retention.ts';
import type { SignIn } from './sign-in/sign-in.ts';
import type { SealingState } from './store/seal/sealing.ts';

interface ContainingRooms {
  readonly signIn: SignIn;
  readonly people: People;
  readonly knowledge: Pick<Knowledge, 'describeAny'>;
}

export function containmentsOf({ signIn, people, knowledge }: ContainingRooms): Parameters<typeof createIncidents>[0]['containments'] {
  return {
    'end-sessions': {
      contain: async (within, target, actor) => [await signIn.endSessionsWithin(within, actor, personIdSchema.parse(target))],
    },
    'suspend-person': {
      contain: async (within, target, actor) => [
        await people.suspend(within, target, actor),
        await signIn.endSessionsWithin(within, actor, personIdSchema.parse(target)),
      ],
      lift: people.reinstate,
    },
    'revoke-api-key': { contain: async (...about) => [await signIn.apiKeys.revokeWithin(...about)] },
    'quarantine-document': { ...quarantine, describe: (target) => knowledge.describeAny(documentIdSchema.parse(target)) },
  };
}

interface ReportingRooms {
  readonly people: People;
  readonly ledger: Ledger;
  readonly documentRights: Pick<DocumentRightsRoom, 'personGrants'>;
  readonly signIn: SignIn;
  readonly incidents: IncidentRoom;
  readonly retention: Retention;
  readonly sealing: { state(): Promise<Pick<SealingState, 'keys'>> };
  readonly egress: Pick<Egress, 'calls'>;
  readonly backup: Pick<Backup, 'lastDone'>;
  /** Since when this process counts calls. */
  readonly startedAt: string;
}

export function reportSourcesOf(rooms: ReportingRooms): Parameters<typeof createReports>[0]['sources'] {
  const { people, ledger, documentRights, signIn, incidents, retention, sealing, egress, backup, startedAt } = rooms;
  return {
    people: () => people.list({ state: 'active' }),
    lastActs: ledger.usage.lastActs,
    countSince: ledger.usage.countSince,
    hasTouched: ledger.usage.hasTouched,
    personGrants: documentRights.personGrants,
    apiKeys: signIn.apiKeys.list,
    withoutFactor: signIn.secondFactor.missing,
    openIncidents: () => incidents.list('running', 200),
    holds: async () => (await retention.holds.list(soloCaller, 'standing')).length,
    retentionRunAt: retention.lastRunAt,
    ledger: () => verificationState(ledger),
    dataKeys: async () => (await sealing.state()).keys.map(({ created_at, ...key }) => ({ ...key, createdAt: created_at.toISOString() })),
    calls: () => ({ since: startedAt, to: egress.calls() }),
    backup: () => backup.lastDone(),
  };
}
