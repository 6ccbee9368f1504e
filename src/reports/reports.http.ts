// The operations of security reports, bound to their face.
import { bytesRoute, type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import { reportInMarkdown } from './report-in-markdown.ts';
import type { Reports } from './reports.ts';

export function reportRoutes(reports: Reports): Route[] {
  return [
    route(operations.listSecurityReports, async ({ limit }) => ({ reports: await reports.list(limit) })),
    route(operations.getSecurityReport, async ({ reportId }) => ({ report: await reports.get(reportId) })),
    route(operations.makeSecurityReport, async (_, { caller }) => ({ report: await reports.make(caller) })),
    bytesRoute(operations.exportSecurityReport, async ({ reportId, format }, { caller }) => {
      const report = await reports.export(caller, reportId);
      const isJson = format === 'json';
      return {
        bytes: new TextEncoder().encode(isJson ? `${JSON.stringify(report, null, 2)}\n` : reportInMarkdown(report)),
        mediaType: isJson ? 'application/json' : 'text/markdown',
        fileName: `security-report-${report.madeAt.slice(0, 10)}.${isJson ? 'json' : 'md'}`,
      };
    }),
  ];
}
