// The operations of the editor's desk, bound to the library's face.
import { type Route, route } from '../../access/route.ts';
import { deskOperations } from '../desk-contract.ts';
import type { Knowledge } from '../knowledge.ts';

export function deskRoutes(knowledge: Pick<Knowledge, 'desk' | 'readAllAgain'>): Route[] {
  return [
    route(deskOperations.getLibraryReport, (_, { caller }) => knowledge.desk.report(caller.scope)),
    route(deskOperations.listDuplicates, (_, { caller }) => knowledge.desk.duplicates(caller.scope)),
    route(deskOperations.retryDocuments, ({ documentIds }, { caller }) => knowledge.readAllAgain(caller, documentIds)),
  ];
}
