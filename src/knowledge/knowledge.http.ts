// The library's operations, bound to its face.
import { type Route, bytesRoute, route } from '../access/route.ts';
import { comparisonOperations } from './comparison-contract.ts';
import { operations } from './contract.ts';
import { documentElementsRoutes } from './document-elements.http.ts';
import { validityRoutes } from './validity/document-validity.http.ts';
import { deskRoutes } from './desk/desk.http.ts';
import { passwordOperations } from './password-contract.ts';
import { libraryLimitRoutes } from './limits/limits.http.ts';
import type { Knowledge } from './knowledge.ts';

export function knowledgeRoutes(knowledge: Knowledge): Route[] {
  return [
    ...documentElementsRoutes(knowledge.elements),
    ...validityRoutes(knowledge.validity),
    ...deskRoutes(knowledge),
    ...libraryLimitRoutes(knowledge.limits),
    route(operations.listCollections, (_, { caller }) => knowledge.listCollections(caller.scope)),
    route(operations.listDocuments, (input, { caller }) => knowledge.listDocuments(caller.scope, input)),
    route(operations.importDocument, (input, { caller, body }) => knowledge.importFile(caller, { ...input, bytes: body })),
    route(operations.getDocument, ({ documentId }, { caller }) => knowledge.getDocument(caller.scope, documentId)),
    route(operations.updateDocument, ({ documentId, ...change }, { caller }) => knowledge.updateDocument(caller, documentId, change)),
    route(operations.deleteDocument, ({ documentId }, { caller }) => knowledge.setDeleted(caller, documentId, true)),
    route(operations.restoreDocument, ({ documentId }, { caller }) => knowledge.setDeleted(caller, documentId, false)),
    route(operations.retryDocument, ({ documentId }, { caller }) => knowledge.readAgain(caller, documentId)),
    route(passwordOperations.giveDocumentPassword, ({ documentId, password }, { caller }) =>
      knowledge.givePassword(caller, documentId, password),
    ),
    route(operations.getReadingText, ({ versionId }, { caller }) => knowledge.getReadingText(caller.scope, versionId)),
    route(comparisonOperations.compareVersions, ({ versionId, beforeVersionId }, { caller }) =>
      knowledge.compareVersions(caller.scope, beforeVersionId, versionId),
    ),
    route(operations.listPassages, ({ versionId, cursor, limit }, { caller }) =>
      knowledge.listPassages(caller.scope, versionId, cursor, limit),
    ),
    route(operations.getOrigin, ({ versionId, start, end }, { caller }) => knowledge.readSpan(caller.scope, versionId, start, end)),
    bytesRoute(operations.getOriginal, ({ versionId }, { caller }) => knowledge.getOriginal(caller, versionId)),
    route(operations.searchPassages, ({ query, limit, collectionId, ...filter }, { caller }) =>
      knowledge.searchAs(caller, { query, limit, filter: { ...filter, collectionIds: collectionId ? [collectionId] : [] } }),
    ),
  ];
}
