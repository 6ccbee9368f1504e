// Writing a step of an incident: what changes, its records in the ledger, and its line on the timeline, in one transaction.
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { type IncidentId, newId, personIdSchema } from '../base/ids.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { EntryKind, IncidentKind, IncidentState, Severity } from './contract.ts';
import type { Incidents, Writing } from './incidents.store.ts';
import type { Notices } from './notices.ts';

export interface Ground {
  readonly room: Incidents;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly notices: Notices;
}

export interface Step {
  readonly kind: EntryKind;
  readonly text?: string | undefined;
  readonly set?: { state?: IncidentState; severity?: Severity; assigned_to?: z.infer<typeof personIdSchema>; closed_at?: Date };
  readonly details?: Readonly<Record<string, string | number>>;
  /** What another room puts on record with it. */
  readonly also?: readonly Entry[];
}

const entryIdSchema = z.uuid();

export async function writeStep(
  ground: Ground,
  transaction: Writing,
  id: IncidentId,
  actor: Entry['actor'],
  { kind, text, set = {}, details = {}, also = [] }: Step,
): Promise<void> {
  if (Object.keys(set).length > 0) await transaction.updateTable('incident').set(set).where('id', '=', id).execute();
  const entryId = newId(entryIdSchema, ground.clock.now().getTime());
  await ground.notices.queue(transaction, { id: entryId, kind, incident: id, at: ground.clock.now() });
  for (const entry of also) await ground.ledger.appendWithin(transaction, entry);
  const { sequence } = await ground.ledger.appendWithin(transaction, {
    action: kind === 'opened' ? 'incident-opened' : kind === 'closed' ? 'incident-closed' : 'incident-changed',
    actor,
    subject: { kind: 'incident', id },
    details: { step: kind, ...details },
    personal: text === undefined ? {} : { text },
  });
  await transaction
    .insertInto('incident_entry')
    .values({
      id: entryId,
      incident_id: id,
      at: ground.clock.now(),
      person_id: actor.kind === 'person' ? personIdSchema.parse(actor.id) : null,
      kind,
      text: text === undefined ? null : ground.room.text.seal(entryId, text),
      details: JSON.stringify(details),
      ledger_sequence: sequence,
    })
    .execute();
}

export interface Opening {
  readonly id: IncidentId;
  readonly kind: IncidentKind;
  readonly severity: Severity;
  readonly title: string;
  readonly text?: string | undefined;
  readonly alarmKey: string | null;
  readonly details?: Readonly<Record<string, string | number>>;
}

export async function insertIncident(ground: Ground, transaction: Writing, opening: Opening, actor: Entry['actor']): Promise<void> {
  const { id, kind, severity, title, text, alarmKey, details } = opening;
  await transaction
    .insertInto('incident')
    .values({
      id,
      kind,
      severity,
      state: 'open',
      title: ground.room.title.seal(id, title),
      alarm_key: alarmKey,
      opened_at: ground.clock.now(),
      opened_by: actor.kind === 'person' ? personIdSchema.parse(actor.id) : null,
      assigned_to: null,
      closed_at: null,
    })
    .execute();
  await writeStep(ground, transaction, id, actor, { kind: 'opened', text, details: { incident: kind, severity, ...details } });
}
