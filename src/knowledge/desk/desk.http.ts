// The operations of the editor's desk, bound to the library's face.
import { bytesRoute, type Route, route } from '../../access/route.ts';
import { deskOperations, libraryReportSchema } from '../desk-contract.ts';
import type { Knowledge } from '../knowledge.ts';
import { libraryReportInMarkdown } from './report-in-markdown.ts';

export function deskRoutes(knowledge: Pick<Knowledge, 'desk' | 'readAllAgain'>): Route[] {
  return [
    route(deskOperations.getLibraryReport, (_, { caller }) => knowledge.desk.report(caller.scope)),
    route(deskOperations.listLibraryWeeks, async (_, { caller }) => ({ weeks: await knowledge.desk.weeks(caller.scope) })),
    bytesRoute(deskOperations.exportLibraryReport, async ({ format }, { caller }) => {
      const report = libraryReportSchema.parse(await knowledge.desk.export(caller));
      const isJson = format === 'json';
      return {
        bytes: new TextEncoder().encode(isJson ? `${JSON.stringify(report)}\n` : libraryReportInMarkdown(report)),
        mediaType: isJson ? 'application/json' : 'text/markdown',
        fileName: `library-report-${report.madeAt.slice(0, 10)}.${isJson ? 'json' : 'md'}`,
      };
    }),
    route(deskOperations.getReadingQueue, (_, { caller }) => knowledge.desk.queue(caller.scope)),
    route(deskOperations.listDuplicates, (_, { caller }) => knowledge.desk.duplicates(caller.scope)),
    route(deskOperations.retryDocuments, ({ documentIds }, { caller }) => knowledge.readAllAgain(caller, documentIds)),
  ];
}
