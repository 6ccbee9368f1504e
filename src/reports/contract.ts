// The security report: what should be looked at every week.
import { z } from 'zod';
import { bytesOperation, operation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { apiKeyIdSchema, incidentIdSchema, personIdSchema, reportIdSchema } from '../base/ids.ts';
import { roleSchema } from '../base/roles.ts';

const count = z.number().int().nonnegative();
const moment = z.iso.datetime();

export const findingsSchema = z
  .object({
    /** What was not used for so many days is told. */
    days: count,
    /** Roles of people in use with nothing on record that takes the role; null: never. */
    unusedRoles: z.array(z.object({ person: personIdSchema, role: roleSchema, usedAt: moment.nullable() })),
    /** Grants to one person by which nothing was cited, opened or changed that is on record. */
    unusedGrants: z.array(z.object({ person: personIdSchema, action: z.enum(['read', 'write']), documents: count })),
    /** Valid API keys that nobody uses, or that are old. */
    apiKeys: z.array(z.object({ id: apiKeyIdSchema, createdAt: moment, usedAt: moment.nullable(), expiresAt: moment })),
    /** Keys under which data is encrypted that are older than a year. */
    dataKeys: z.array(z.object({ id: count, purpose: z.string(), createdAt: moment })),
    /** People who must have a second factor and have none. */
    withoutFactor: z.array(personIdSchema),
    /** What went out since this process began, by the grade of what was sent; null where it bore none. */
    calls: z.object({
      since: moment,
      to: z.array(
        z.object({ purpose: z.string(), host: z.string(), grade: gradeSchema.nullable().default(null), done: count, failed: count }),
      ),
    }),
    /** On record in the last week. */
    refusals: z.object({ signIn: count, access: count, connection: count }),
    openIncidents: z.array(z.object({ id: incidentIdSchema, severity: z.string(), state: z.string(), openedAt: moment })),
    holds: count,
    retentionRunAt: moment.nullable(),
    backup: z.object({ isSet: z.boolean(), takenAt: moment.nullable(), verifiedAt: moment.nullable() }),
    /** The last time that the whole ledger was verified. */
    ledger: z.object({ verifiedAt: moment.nullable(), isWhole: z.boolean().nullable(), records: count }),
  })
  .meta({ id: 'SecurityFindings' });
export type Findings = z.infer<typeof findingsSchema>;

const summarySchema = z
  .object({
    id: reportIdSchema,
    madeAt: moment,
    isScheduled: z.boolean(),
    /** How many findings ask for something to be done. */
    findings: count,
  })
  .meta({ id: 'SecurityReportSummary' });
export type ReportSummary = z.infer<typeof summarySchema>;

export const reportSchema = z
  .object({
    ...summarySchema.shape,
    content: findingsSchema,
    /** By id, of people and API keys as they are called now. */
    names: z.record(z.string(), z.string()),
  })
  .meta({ id: 'SecurityReport' });
export type SecurityReport = z.infer<typeof reportSchema>;

const byReport = z.object({ reportId: reportIdSchema });

export const operations = {
  listSecurityReports: operation({
    id: 'listSecurityReports',
    method: 'GET',
    path: '/api/security-reports',
    permission: 'security-reports.read',
    summary: 'Security reports, newest first',
    input: z.object({ limit: z.coerce.number().int().min(1).max(200).default(60) }),
    output: z.object({ reports: z.array(summarySchema) }),
  }),
  getSecurityReport: operation({
    id: 'getSecurityReport',
    method: 'GET',
    path: '/api/security-reports/:reportId',
    permission: 'security-reports.read',
    summary: 'A security report',
    input: byReport,
    output: z.object({ report: reportSchema }),
  }),
  makeSecurityReport: operation({
    id: 'makeSecurityReport',
    method: 'POST',
    path: '/api/security-reports',
    permission: 'security-reports.make',
    summary: 'Make a security report now',
    input: z.object({}),
    output: z.object({ report: reportSchema }),
  }),
  exportSecurityReport: bytesOperation({
    id: 'exportSecurityReport',
    method: 'GET',
    path: '/api/security-reports/:reportId/file',
    permission: 'security-reports.read',
    summary: 'A security report as a file',
    input: byReport.extend({ format: z.enum(['markdown', 'json']).default('markdown') }),
    mediaTypes: ['text/markdown', 'application/json'],
  }),
};
