// The operations on rights of documents, bound to their face.
import { type Route, route } from '../access/route.ts';
import type { DocumentRightsRoom } from './document-rights.ts';
import { rightsOperations } from './rights-contract.ts';

export function documentRightsRoutes(room: DocumentRightsRoom): Route[] {
  return [
    route(rightsOperations.getDocumentRights, ({ documentId }, { caller }) => room.explain(caller, documentId)),
    route(rightsOperations.setDocumentGrants, ({ documentId, grants }, { caller }) => room.setGrants(caller, documentId, grants)),
    route(rightsOperations.proposeLowerGrade, async ({ documentId, grade, reason }, { caller }) => ({
      changeId: await room.proposeLowerGrade(caller, documentId, grade, reason),
    })),
    route(rightsOperations.listRights, async (_, { caller }) => ({ classes: await room.listClasses(caller) })),
    route(rightsOperations.getClassReaders, ({ classId }, { caller }) => room.readersOfClass(caller, classId)),
    route(rightsOperations.listCollectionGrants, async () => ({ collections: await room.collections.list() })),
    route(rightsOperations.setCollectionGrants, async ({ collectionId, grants, reason }, { caller }) => ({
      grants: await room.collections.set(caller, collectionId, grants, reason),
    })),
  ];
}
