// Incidents with their timeline and what was done to contain them; documents under quarantine.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create table incident (
    id uuid primary key,
    -- by-hand, or what raised the alarm
    kind text not null,
    severity text not null,
    -- open, contained, resolved, closed
    state text not null,
    -- Sealed.
    title text not null,
    -- What an alarm is about: as long as its incident is not closed the same alarm goes on with it.
    alarm_key text,
    opened_at timestamptz not null,
    opened_by uuid references person,
    assigned_to uuid references person,
    closed_at timestamptz
  )`,
  sql`create unique index incident_alarm on incident (alarm_key) where state <> 'closed'`,
  sql`create table incident_entry (
    id uuid primary key,
    incident_id uuid not null references incident,
    at timestamptz not null,
    -- Nobody: written by the service itself.
    person_id uuid references person,
    kind text not null,
    -- Sealed.
    text text,
    -- Ids, labels and counts.
    details jsonb not null default '{}',
    -- Where it stands in the ledger.
    ledger_sequence bigint not null
  )`,
  sql`create index incident_entry_incident on incident_entry (incident_id, ledger_sequence)`,
  sql`create table containment (
    id uuid primary key,
    incident_id uuid not null references incident,
    kind text not null,
    target uuid not null,
    placed_at timestamptz not null,
    placed_by uuid not null references person,
    lifted_at timestamptz
  )`,
  // What stands is not placed twice.
  sql`create unique index containment_standing on containment (kind, target) where lifted_at is null`,
  sql`create table incident_watch (
    -- One row: the last record of the ledger that was looked at for alarms.
    only_row boolean primary key default true check (only_row),
    sequence bigint not null
  )`,
  sql`alter table document add column quarantined_at timestamptz`,
];

export const incidents: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
