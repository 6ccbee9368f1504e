// Incidents: what went wrong, what was done about it, and by whom.
import { z } from 'zod';
import { bytesOperation, operation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { changeIdSchema, containmentIdSchema, incidentIdSchema, personIdSchema } from '../base/ids.ts';

/** `by-hand`: opened by a person. The others are alarms. */
export const incidentKindSchema = z.enum([
  'by-hand',
  'ledger-fault',
  'ledger-unwritable',
  'denials',
  'access-denials',
  'backup-failed',
  'backup-overdue',
  'webhook-failing',
]);
export const severitySchema = z.enum(['low', 'medium', 'high', 'critical']).meta({ id: 'IncidentSeverity' });
export const incidentStateSchema = z.enum(['open', 'contained', 'resolved', 'closed']).meta({ id: 'IncidentState' });
/**
 * What narrows at once: ending sessions, closing an account until it is opened again, keeping a document from everybody.
 * A kind that comes later (models) is one more word here and one more port in `containment.ts`.
 */
export const containmentKindSchema = z
  .enum(['end-sessions', 'suspend-person', 'revoke-api-key', 'quarantine-document'])
  .meta({ id: 'ContainmentKind' });
export type IncidentKind = z.infer<typeof incidentKindSchema>;
export type Severity = z.infer<typeof severitySchema>;
export type IncidentState = z.infer<typeof incidentStateSchema>;
export type ContainmentKind = z.infer<typeof containmentKindSchema>;

export const incidentSchema = z
  .object({
    id: incidentIdSchema,
    kind: incidentKindSchema,
    severity: severitySchema,
    state: incidentStateSchema,
    title: z.string(),
    openedAt: z.iso.datetime(),
    /** Null where an alarm opened it. */
    openedBy: z.string().nullable(),
    assignedTo: z.object({ id: personIdSchema, name: z.string() }).nullable(),
    closedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof incidentSchema>;

export const entryKindSchema = z.enum([
  'opened',
  'noted',
  'assigned',
  'graded',
  'contained',
  'lifted',
  'resolved',
  'reopened',
  'closed',
  'alarmed',
]);
export type EntryKind = z.infer<typeof entryKindSchema>;

export const timelineEntrySchema = z
  .object({
    at: z.iso.datetime(),
    kind: entryKindSchema,
    /** Null where the service itself wrote it. */
    person: z.string().nullable(),
    text: z.string().nullable(),
    /** Ids, labels and counts. */
    details: z.record(z.string(), z.union([z.string(), z.number()])),
    ledgerSequence: z.number().int(),
  })
  .meta({ id: 'IncidentEntry' });
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const containmentSchema = z
  .object({
    id: containmentIdSchema,
    kind: containmentKindSchema,
    /** Id of the person, the API key or the document. */
    target: z.uuid(),
    /** What it is called now; a document only to who may contain. */
    about: z.object({ name: z.string(), grade: gradeSchema.nullable(), department: z.string().nullable() }).nullable(),
    placedAt: z.iso.datetime(),
    placedBy: z.string(),
    liftedAt: z.iso.datetime().nullable(),
    /** Whether there is anything that could be lifted. */
    isStanding: z.boolean(),
  })
  .meta({ id: 'Containment' });
export type Containment = z.infer<typeof containmentSchema>;

const detailSchema = z.object({
  incident: incidentSchema,
  entries: z.array(timelineEntrySchema),
  containments: z.array(containmentSchema),
});
export type IncidentDetail = z.infer<typeof detailSchema>;
const textSchema = z.string().trim().min(1).max(2000);
const byIncident = z.object({ incidentId: incidentIdSchema });

export const operations = {
  listIncidents: operation({
    id: 'listIncidents',
    method: 'GET',
    path: '/api/incidents',
    permission: 'incidents.read',
    summary: 'Incidents, newest first',
    input: z.object({
      which: z.enum(['running', 'closed', 'all']).default('running'),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    output: z.object({ incidents: z.array(incidentSchema) }),
  }),
  getIncident: operation({
    id: 'getIncident',
    method: 'GET',
    path: '/api/incidents/:incidentId',
    permission: 'incidents.read',
    summary: 'An incident with its timeline and what was done to contain it',
    input: byIncident,
    output: detailSchema,
  }),
  openIncident: operation({
    id: 'openIncident',
    method: 'POST',
    path: '/api/incidents',
    permission: 'incidents.open',
    summary: 'Open an incident',
    input: z.object({ title: z.string().trim().min(1).max(200), severity: severitySchema.default('medium'), text: textSchema.optional() }),
    output: detailSchema,
  }),
  noteOnIncident: operation({
    id: 'noteOnIncident',
    method: 'POST',
    path: '/api/incidents/:incidentId/notes',
    permission: 'incidents.open',
    summary: 'Add a note to the timeline of an incident that is not closed',
    input: byIncident.extend({ text: textSchema }),
    output: detailSchema,
  }),
  changeIncident: operation({
    id: 'changeIncident',
    method: 'PATCH',
    path: '/api/incidents/:incidentId',
    permission: 'incidents.manage',
    summary: 'Change the severity, or who looks after it',
    input: byIncident.extend({ severity: severitySchema.optional(), assignedTo: personIdSchema.optional() }),
    output: detailSchema,
  }),
  moveIncident: operation({
    id: 'moveIncident',
    method: 'POST',
    path: '/api/incidents/:incidentId/state',
    permission: 'incidents.manage',
    summary: 'Resolve an incident, close one that is resolved, or open one that is resolved again; with the reason',
    input: byIncident.extend({ to: z.enum(['resolved', 'closed', 'open']), reason: textSchema }),
    output: detailSchema,
  }),
  contain: operation({
    id: 'contain',
    method: 'POST',
    path: '/api/incidents/:incidentId/containments',
    permission: 'incidents.manage',
    summary:
      'End sessions of a person, suspend a person, revoke an API key or quarantine a document: at once, by one person, since it only narrows',
    input: byIncident.extend({ kind: containmentKindSchema, target: z.uuid() }),
    output: detailSchema,
  }),
  proposeLift: operation({
    id: 'proposeLift',
    method: 'POST',
    path: '/api/containments/:containmentId/lift',
    permission: 'incidents.manage',
    summary: 'Propose to lift what was done to contain an incident; another person decides, but on a site of one person',
    input: z.object({ containmentId: containmentIdSchema, reason: z.string().trim().min(1).max(1000) }),
    /** Null where it was lifted at once. */
    output: z.object({ changeId: changeIdSchema.nullable() }),
  }),
  reportIncident: bytesOperation({
    id: 'reportIncident',
    method: 'GET',
    path: '/api/incidents/:incidentId/report',
    permission: 'incidents.read',
    summary: 'The incident as a report: timeline, what was done, and where each step stands in the ledger',
    input: byIncident.extend({ format: z.enum(['markdown', 'json']).default('markdown') }),
    mediaTypes: ['text/markdown', 'application/json'],
  }),
};
