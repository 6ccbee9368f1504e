// Alarms: the service itself opens an incident, or goes on with the one that runs about the same thing.
import { incidentIdSchema, newId } from '../base/ids.ts';
import type { Severity } from './contract.ts';
import { hasIncidentAbout, lockIncident, readWatch, runningIncidentAbout, takeWatch, type Writing, writeWatch } from './incidents.store.ts';
import { type Ground, insertIncident, writeStep } from './steps.ts';
import { type Alarm, findAlarms } from './watch.ts';

const severities: Readonly<Record<Alarm['kind'], Severity>> = {
  'ledger-fault': 'critical',
  'ledger-unwritable': 'critical',
  denials: 'high',
  'access-denials': 'high',
  'backup-failed': 'medium',
  'backup-overdue': 'medium',
  'webhook-failing': 'low',
};
/** Titles are for people who read them in a list; what it is about stands in the details. */
const titles: Readonly<Record<Alarm['kind'], string>> = {
  'ledger-fault': '账本校验没有通过 The ledger did not verify',
  'ledger-unwritable': '账本有一段时间不能写入 The ledger could not be written for a time',
  denials: '短时间内多次登录失败 Many failed sign-ins in a short time',
  'access-denials': '短时间内多次被拒绝访问 Somebody was denied many times in a short time',
  'backup-failed': '备份或恢复演练没有成功 A backup or its rehearsal failed',
  'backup-overdue': '备份超过一天没有完成 The backup is overdue',
  'webhook-failing': '事件推送多次未送达，已停用 A webhook was switched off, since nothing arrived',
};
const service = { kind: 'system', id: 'incidents' } as const;

export interface Alarms {
  /** Looks at what came into the ledger since the last look, by any replica, and at what is wrong without a record. */
  look(): Promise<void>;
}

export function createAlarms(ground: Ground, conditions: () => Promise<Alarm[]>): Alarms {
  const { room, ledger, clock } = ground;
  return {
    async look() {
      // Before the transaction: an embedded database serves one at a time.
      const seen = await readWatch(room.tables);
      const { upTo, alarms } = await findAlarms(ledger, clock, seen);
      const standing = await conditions();
      if (upTo === seen && standing.length === 0) return;
      await room.tables.transaction().execute(async (transaction) => {
        const known = await takeWatch(transaction);
        for (const alarm of alarms.filter(({ sequence }) => sequence > known)) await raise(ground, transaction, alarm);
        for (const alarm of standing) if (!(await hasIncidentAbout(transaction, keyOf(alarm)))) await raise(ground, transaction, alarm);
        if (upTo > known) await writeWatch(transaction, upTo);
      });
    },
  };
}

const keyOf = ({ kind, about }: Alarm): string => `${kind} ${about}`;

async function raise(ground: Ground, transaction: Writing, alarm: Alarm): Promise<void> {
  const { kind, details } = alarm;
  const found = await runningIncidentAbout(transaction, keyOf(alarm));
  const running = found && (await lockIncident(transaction, found));
  if (running && running.state !== 'closed') {
    const isBack = running.state === 'resolved';
    const set = isBack ? { set: { state: 'open' as const } } : {};
    await writeStep(ground, transaction, running.id, service, { kind: isBack ? 'reopened' : 'alarmed', details, ...set });
    return;
  }
  const id = newId(incidentIdSchema, ground.clock.now().getTime());
  const about = { id, kind, severity: severities[kind], title: titles[kind], alarmKey: keyOf(alarm), details };
  await insertIncident(ground, transaction, about, service);
}
