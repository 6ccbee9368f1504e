// Incidents, their timelines and containments in the database. Titles and texts are sealed.
import type { ColumnType, Insertable, Kysely, Transaction } from 'kysely';
import type { ContainmentId, IncidentId, PersonId } from '../base/ids.ts';
import type { Seal } from '../store/seal/seal.ts';
import type { SealedTextColumn } from '../store/seal/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import {
  type Containment,
  type ContainmentKind,
  type EntryKind,
  type Incident,
  type IncidentKind,
  type IncidentState,
  type Severity,
  type TimelineEntry,
  timelineEntrySchema,
} from './contract.ts';

export interface IncidentTables {
  incident: {
    id: IncidentId;
    kind: IncidentKind;
    severity: Severity;
    state: IncidentState;
    title: string;
    alarm_key: string | null;
    opened_at: Date;
    opened_by: PersonId | null;
    assigned_to: PersonId | null;
    closed_at: Date | null;
  };
  incident_entry: {
    id: string;
    incident_id: IncidentId;
    at: Date;
    person_id: PersonId | null;
    kind: EntryKind;
    text: string | null;
    details: ColumnType<unknown, string, never>;
    ledger_sequence: number;
  };
  containment: {
    id: ContainmentId;
    incident_id: IncidentId;
    kind: ContainmentKind;
    target: string;
    placed_at: Date;
    placed_by: PersonId;
    lifted_at: Date | null;
  };
  incident_watch: { only_row: ColumnType<boolean, undefined, never>; sequence: number };
  person: { id: PersonId; display_name: string };
}
export type Writing = Transaction<IncidentTables>;

export interface Incidents {
  readonly tables: Kysely<IncidentTables>;
  readonly title: SealedTextColumn;
  readonly text: SealedTextColumn;
}

export function openIncidents(store: Store, { columns }: Pick<Seal, 'columns'>): Incidents {
  const purpose = 'incidents';
  return {
    tables: store.tables<IncidentTables>(),
    title: columns.text({ table: 'incident', column: 'title', purpose }),
    text: columns.text({ table: 'incident_entry', column: 'text', purpose }),
  };
}

function incidents(tables: Kysely<IncidentTables>) {
  return tables
    .selectFrom('incident')
    .leftJoin('person as opener', 'opener.id', 'incident.opened_by')
    .leftJoin('person as assignee', 'assignee.id', 'incident.assigned_to')
    .selectAll('incident')
    .select(['opener.display_name as opener_name', 'assignee.display_name as assignee_name']);
}
type IncidentRow = Awaited<ReturnType<ReturnType<typeof incidents>['executeTakeFirstOrThrow']>>;

export async function listIncidentRows(room: Incidents, which: 'running' | 'closed' | 'all', limit: number): Promise<Incident[]> {
  let query = incidents(room.tables).orderBy('incident.id', 'desc').limit(limit);
  if (which !== 'all') query = query.where('incident.state', which === 'closed' ? '=' : '<>', 'closed');
  return (await query.execute()).map((row) => present(room, row));
}

export async function findIncident(room: Incidents, id: IncidentId): Promise<Incident | undefined> {
  const row = await incidents(room.tables).where('incident.id', '=', id).executeTakeFirst();
  return row && present(room, row);
}

function present({ title }: Incidents, row: IncidentRow): Incident {
  return {
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    state: row.state,
    title: title.open(row.id, row.title),
    openedAt: row.opened_at.toISOString(),
    openedBy: row.opener_name,
    assignedTo: row.assigned_to === null ? null : { id: row.assigned_to, name: row.assignee_name ?? '' },
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}

/** In the order of the ledger. */
export async function listEntries({ tables, text }: Incidents, id: IncidentId): Promise<TimelineEntry[]> {
  const rows = await tables
    .selectFrom('incident_entry')
    .leftJoin('person', 'person.id', 'incident_entry.person_id')
    .selectAll('incident_entry')
    .select('person.display_name')
    .where('incident_id', '=', id)
    .orderBy('ledger_sequence')
    .execute();
  return rows.map((row) =>
    timelineEntrySchema.parse({
      at: row.at.toISOString(),
      kind: row.kind,
      person: row.display_name,
      text: text.open(row.id, row.text),
      details: row.details,
      ledgerSequence: row.ledger_sequence,
    }),
  );
}

function containments(tables: Kysely<IncidentTables>) {
  return tables
    .selectFrom('containment')
    .innerJoin('person', 'person.id', 'containment.placed_by')
    .leftJoin('person as account', 'account.id', 'containment.target')
    .selectAll('containment')
    .select(['person.display_name', 'account.display_name as account_name']);
}

export async function listContainments({ tables }: Incidents, id: IncidentId): Promise<Containment[]> {
  const rows = await containments(tables).where('incident_id', '=', id).orderBy('containment.id').execute();
  return rows.map(({ id: containmentId, kind, target, placed_at, display_name, account_name: name, lifted_at }) => ({
    id: containmentId,
    kind,
    target,
    about: name === null ? null : { name, grade: null, department: null },
    placedAt: placed_at.toISOString(),
    placedBy: display_name,
    liftedAt: lifted_at?.toISOString() ?? null,
    isStanding: lifted_at === null,
  }));
}

export async function findStanding(tables: Kysely<IncidentTables>, id: ContainmentId) {
  return tables.selectFrom('containment').selectAll().where('id', '=', id).where('lifted_at', 'is', null).executeTakeFirst();
}

/** False when the same stands already. */
export async function insertContainment(transaction: Writing, containment: Insertable<IncidentTables['containment']>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('containment')
    .values(containment)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** False when it was lifted already. */
export async function markLifted(transaction: Writing, id: ContainmentId, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('containment')
    .set({ lifted_at: now })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function isPerson(transaction: Writing, id: PersonId): Promise<boolean> {
  return (await transaction.selectFrom('person').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

export async function lockIncident(transaction: Writing, id: IncidentId) {
  return transaction.selectFrom('incident').select(['id', 'state', 'severity']).where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Up to which record the ledger was looked at; 0 before the first look. */
export async function readWatch(tables: Kysely<IncidentTables>): Promise<number> {
  return (await tables.selectFrom('incident_watch').select('sequence').executeTakeFirst())?.sequence ?? 0;
}

/** The same; one replica at a time until the transaction ends. */
export async function takeWatch(transaction: Writing): Promise<number> {
  await transaction
    .insertInto('incident_watch')
    .values({ sequence: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await transaction.selectFrom('incident_watch').select('sequence').forUpdate().executeTakeFirstOrThrow()).sequence;
}

export async function writeWatch(transaction: Writing, sequence: number): Promise<void> {
  await transaction.updateTable('incident_watch').set({ sequence }).execute();
}

export async function runningIncidentAbout(transaction: Writing, alarmKey: string): Promise<IncidentId | undefined> {
  const row = await transaction
    .selectFrom('incident')
    .select('id')
    .where('alarm_key', '=', alarmKey)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
  return row?.id;
}

/** Also one that is closed. */
export async function hasIncidentAbout(transaction: Writing, alarmKey: string): Promise<boolean> {
  return (
    (await transaction.selectFrom('incident').select('id').where('alarm_key', '=', alarmKey).limit(1).executeTakeFirst()) !== undefined
  );
}
