// The public face of incidents: opened by a person or an alarm, contained at once, followed on a timeline, closed with a reason.
// Every step is on record in the same transaction.
import { actorOf, type Caller } from '../access/access.ts';
import type { Changes } from '../access/changes/changes.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import {
  type ChangeId,
  containmentIdSchema,
  type ContainmentId,
  type IncidentId,
  incidentIdSchema,
  newId,
  type PersonId,
  personIdSchema,
} from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { Seal } from '../store/seal/seal.ts';
import { sameTransaction, type Store } from '../store/store.ts';
import { createAlarms } from './alarms.ts';
import { type Conditions, watchConditions } from './conditions.ts';
import type { ContainmentPorts } from './containment.ts';
import type { Containment, ContainmentKind, Incident, IncidentDetail, IncidentState, Severity } from './contract.ts';
import {
  findIncident,
  insertContainment,
  isPerson,
  listContainments,
  listEntries,
  listIncidentRows,
  lockIncident,
  openIncidents,
  type Writing,
} from './incidents.store.ts';
import { liftChange } from './lift-change.ts';
import { noNotices, type Notices } from './notices.ts';
import { insertIncident, type Step, writeStep } from './steps.ts';

export interface IncidentsDependencies {
  readonly store: Store;
  readonly seal: Pick<Seal, 'columns'>;
  readonly ledger: Ledger;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly containments: ContainmentPorts;
  readonly conditions: Conditions;
  /** Without it nobody outside is told. */
  readonly notices?: Notices;
}
export type IncidentRoom = ReturnType<typeof createIncidents>;

/** Where an incident may go from where it is. */
const ways: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  open: ['resolved'],
  contained: ['resolved'],
  resolved: ['closed', 'open'],
  closed: [],
};
const movedTo = { resolved: 'resolved', closed: 'closed', open: 'reopened' } as const;

export function createIncidents({
  store,
  seal,
  ledger,
  changes,
  clock,
  containments,
  conditions,
  notices = noNotices,
}: IncidentsDependencies) {
  const room = openIncidents(store, seal);
  const ground = { room, ledger, clock, notices };
  const lift = liftChange({ ...ground, ports: containments });
  changes.register(lift);

  const get = async (caller: Caller, id: IncidentId): Promise<IncidentDetail> => ({
    incident: (await findIncident(room, id)) ?? missing(),
    entries: await listEntries(room, id),
    containments: await named(caller, await listContainments(room, id)),
  });

  /** Who put a document under quarantine must be able to tell which it was. */
  const named = async (caller: Caller, listed: readonly Containment[]): Promise<Containment[]> => {
    const mayName = caller.permissions.has('incidents.manage');
    const shown: Containment[] = [];
    for (const one of listed) {
      const about = mayName ? await containments[one.kind].describe?.(one.target) : undefined;
      shown.push({ ...one, about: one.about ?? about ?? null });
    }
    return shown;
  };

  /** A step of an incident that is not closed, with its records. */
  const step = async (
    caller: Caller,
    id: IncidentId,
    take: (within: Writing, incident: { state: IncidentState; severity: Severity }) => Promise<Step>,
  ): Promise<IncidentDetail> => {
    await room.tables.transaction().execute(async (transaction) => {
      const incident = (await lockIncident(transaction, id)) ?? missing();
      if (incident.state === 'closed') throw new AppError('conflict', { fault: '事件已关闭 the incident is closed' });
      await writeStep(ground, transaction, id, actorOf(caller), await take(transaction, incident));
    });
    return get(caller, id);
  };

  return {
    alarms: createAlarms(ground, watchConditions(conditions, clock)),
    get,
    list: (which: 'running' | 'closed' | 'all', limit: number): Promise<Incident[]> => listIncidentRows(room, which, limit),

    async open(caller: Caller, { title, severity, text }: NewIncident): Promise<IncidentDetail> {
      const id = newId(incidentIdSchema, clock.now().getTime());
      await room.tables
        .transaction()
        .execute((transaction) =>
          insertIncident(ground, transaction, { id, kind: 'by-hand', severity, title, text, alarmKey: null }, actorOf(caller)),
        );
      return get(caller, id);
    },

    note: (caller: Caller, id: IncidentId, text: string) => step(caller, id, async () => ({ kind: 'noted', text })),

    change: (
      caller: Caller,
      id: IncidentId,
      { severity, assignedTo }: { severity?: Severity | undefined; assignedTo?: PersonId | undefined },
    ) =>
      step(caller, id, async (within, incident) => {
        if (severity === undefined && assignedTo === undefined) throw new AppError('invalid-input', { fault: 'severity, assignedTo' });
        if (assignedTo !== undefined) await mustBePerson(within, assignedTo);
        const set = { ...(severity === undefined ? {} : { severity }), ...(assignedTo === undefined ? {} : { assigned_to: assignedTo }) };
        const details = {
          ...(severity === undefined ? {} : { before: incident.severity, severity }),
          ...(assignedTo === undefined ? {} : { assignedTo }),
        };
        return { kind: assignedTo === undefined ? 'graded' : 'assigned', set, details };
      }),

    move: (caller: Caller, id: IncidentId, to: 'resolved' | 'closed' | 'open', reason: string) =>
      step(caller, id, async (_, { state }) => {
        if (!ways[state].includes(to))
          throw new AppError('conflict', { fault: '事件须先解决再关闭 an incident is resolved first and then closed' });
        return { kind: movedTo[to], text: reason, set: { state: to, ...(to === 'closed' ? { closed_at: clock.now() } : {}) } };
      }),

    /** At once and by one person: it only narrows what others may do, and waiting for a second would leave the leak open. */
    contain: (caller: Caller, id: IncidentId, kind: ContainmentKind, target: string) =>
      step(caller, id, async (within, { state }) => {
        if (kind === 'suspend-person' && target === caller.person) throw new AppError('second-person-needed');
        if (kind === 'suspend-person' || kind === 'end-sessions') await mustBePerson(within, target);
        const port = containments[kind];
        const containmentId = newId(containmentIdSchema, clock.now().getTime());
        const isStanding = port.lift !== undefined;
        const isPlaced = await insertContainment(within, {
          id: containmentId,
          incident_id: id,
          kind,
          target,
          placed_at: clock.now(),
          placed_by: caller.person,
          lifted_at: isStanding ? null : clock.now(),
        });
        if (!isPlaced) throw new AppError('conflict', { fault: '这项措施已在生效 this is in force already' });
        const also = await port.contain(sameTransaction(within), target, actorOf(caller), clock.now());
        const set = state === 'open' ? { state: 'contained' as const } : {};
        return { kind: 'contained', set, details: { containment: kind, target }, also };
      }),

    /** Takes another person to decide, but on a site of one person. */
    proposeLift: (caller: Caller, containmentId: ContainmentId, reason: string): Promise<ChangeId | null> =>
      changes.proposeOrApply(caller, lift, { containmentId }, reason),

    /** That it was taken out is part of the record. */
    async report(caller: Caller, id: IncidentId): Promise<IncidentDetail> {
      const detail = await get(caller, id);
      await ledger.append({ action: 'incident-reported', actor: actorOf(caller), subject: { kind: 'incident', id } } satisfies Entry);
      return detail;
    },
  };
}

const lookEveryMs = 60_000;

/** Looks for alarms every minute until it is stopped. */
export function watchForAlarms({ alarms }: Pick<IncidentRoom, 'alarms'>, log: Log): { stop(): Promise<void> } {
  let looking: Promise<void> = Promise.resolve();
  const look = (): void => {
    looking = looking.then(() => alarms.look()).catch((error: unknown) => log.error('alarms-not-looked-for', error));
  };
  const timer = setInterval(look, lookEveryMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

interface NewIncident {
  readonly title: string;
  readonly severity: Severity;
  readonly text?: string | undefined;
}

async function mustBePerson(within: Writing, id: string): Promise<void> {
  if (!(await isPerson(within, personIdSchema.parse(id)))) throw new AppError('not-found', { what: 'person 人员' });
}

function missing(): never {
  throw new AppError('not-found', { what: 'incident 事件' });
}
