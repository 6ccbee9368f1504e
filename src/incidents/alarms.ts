// Alarms: the service itself opens an incident, or goes on with the one that runs about the same thing.
import { incidentIdSchema, newId } from '../base/ids.ts';
import type { Severity } from './contract.ts';
import { lockIncident, type Writing } from './incidents.store.ts';
import { type Ground, insertIncident, writeStep } from './steps.ts';
import { type Alarm, findAlarms } from './watch.ts';

const severities: Readonly<Record<Alarm['kind'], Severity>> = { 'ledger-fault': 'critical', denials: 'high', 'backup-failed': 'medium' };
/** Titles are for people who read them in a list; what it is about stands in the details. */
const titles: Readonly<Record<Alarm['kind'], string>> = {
  'ledger-fault': '账本校验没有通过 The ledger did not verify',
  denials: '短时间内多次登录失败 Many failed sign-ins in a short time',
  'backup-failed': '备份或恢复演练没有成功 A backup or its rehearsal failed',
};
const service = { kind: 'system', id: 'incidents' } as const;

export interface Alarms {
  /** Looks at what came into the ledger since the last look, by any replica. */
  look(): Promise<void>;
}

export function createAlarms(ground: Ground): Alarms {
  const { room, ledger, clock } = ground;
  return {
    async look() {
      // Before the transaction: an embedded database serves one at a time.
      const found = await findAlarms(ledger, clock);
      if (found.length === 0) return;
      await room.tables.transaction().execute(async (transaction) => {
        const seen = await takeWatch(transaction);
        const fresh = found.filter(({ sequence }) => sequence > seen);
        if (fresh.length === 0) return;
        const upTo = Math.max(...fresh.map(({ sequence }) => sequence));
        await transaction.updateTable('incident_watch').set({ sequence: upTo }).execute();
        for (const alarm of fresh) await raise(ground, transaction, alarm);
      });
    },
  };
}

/** Up to where the records were looked at; one replica at a time. */
async function takeWatch(transaction: Writing): Promise<number> {
  await transaction
    .insertInto('incident_watch')
    .values({ sequence: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await transaction.selectFrom('incident_watch').select('sequence').forUpdate().executeTakeFirstOrThrow()).sequence;
}

async function raise(ground: Ground, transaction: Writing, { kind, about, details }: Alarm): Promise<void> {
  const alarmKey = `${kind} ${about}`;
  const found = await transaction
    .selectFrom('incident')
    .select('id')
    .where('alarm_key', '=', alarmKey)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
  const running = found && (await lockIncident(transaction, found.id));
  if (running && running.state !== 'closed') {
    const isBack = running.state === 'resolved';
    const set = isBack ? { set: { state: 'open' as const } } : {};
    await writeStep(ground, transaction, running.id, service, { kind: isBack ? 'reopened' : 'alarmed', details, ...set });
    return;
  }
  const id = newId(incidentIdSchema, ground.clock.now().getTime());
  await insertIncident(ground, transaction, { id, kind, severity: severities[kind], title: titles[kind], alarmKey, details }, service);
}
