// The public face of security reports: made every Monday and on request, kept, shown with the names of now.
import { actorOf, type Caller } from '../access/access.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { newId, type PersonId, type ReportId, reportIdSchema } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import { lastMondayAt, type StartSchedule } from '../base/schedule.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { Store } from '../store/store.ts';
import type { ReportSummary, SecurityReport } from './contract.ts';
import { countFindings, findingsOf } from './findings.ts';
import { findReportRow, hasReportSince, insertReport, listReportRows, type ReportTables, type StoredReport } from './reports.store.ts';
import type { ReportSources } from './sources.ts';

export interface ReportsDependencies {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  readonly sources: ReportSources;
  readonly startSchedule: StartSchedule;
}

export type Reports = ReturnType<typeof createReports>;

/** China time, before the week begins. */
const weekly = '06:00';
const service: Entry['actor'] = { kind: 'system', id: 'security-reports' };

export function createReports({ store, ledger, clock, log, sources, startSchedule }: ReportsDependencies) {
  const database = store.tables<ReportTables>();

  const make = async (by: Entry['actor'], scheduled_for: Date | null, requested_by: PersonId | null): Promise<ReportId> => {
    const made_at = clock.now();
    const id = newId(reportIdSchema, made_at.getTime());
    const content = await findingsOf(sources, made_at);
    await database.transaction().execute(async (transaction) => {
      if (!(await insertReport(transaction, { id, made_at, scheduled_for, requested_by, content }))) return;
      const details = { findings: countFindings(content) };
      await ledger.appendWithin(transaction, {
        action: 'security-report-made',
        actor: by,
        subject: { kind: 'security-report', id },
        details,
      });
    });
    return id;
  };
  const schedule = startSchedule({
    lastMoment: (now) => lastMondayAt(weekly, now),
    clock,
    isDue: async (moment) => !(await hasReportSince(database, moment)),
    make: async (moment) => void (await make(service, moment, null)),
    onFault: (error) => log.error('security-report-failed', error),
  });

  const show = async (id: ReportId): Promise<SecurityReport> => {
    const row = await findReportRow(database, id);
    if (!row) throw new AppError('not-found', { what: 'security report 安全报告' });
    return { ...summaryOf(row), content: row.content, names: await namesNow() };
  };
  const namesNow = async (): Promise<Record<string, string>> => {
    const [people, keys] = [await sources.people(), await sources.apiKeys()];
    const names: Record<string, string> = {};
    for (const { id, displayName } of people) names[id] = displayName;
    for (const { id, name } of keys) names[id] = name;
    return names;
  };

  return {
    list: async (limit: number): Promise<ReportSummary[]> => (await listReportRows(database, limit)).map(summaryOf),
    get: show,
    make: async (caller: Caller): Promise<SecurityReport> => show(await make(actorOf(caller), null, caller.person)),
    /** That it was taken out is part of the record. */
    async export(caller: Caller, id: ReportId): Promise<SecurityReport> {
      const report = await show(id);
      await ledger.append({ action: 'security-report-exported', actor: actorOf(caller), subject: { kind: 'security-report', id } });
      return report;
    },
    stop: () => schedule.stop(),
  };
}

function summaryOf({ id, made_at, scheduled_for, content }: StoredReport): ReportSummary {
  return { id, madeAt: made_at.toISOString(), isScheduled: scheduled_for !== null, findings: countFindings(content) };
}
