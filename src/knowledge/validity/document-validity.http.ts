// The operations on validity, bound to their face.
import { type Route, route } from '../../access/route.ts';
import { validityOperations } from '../validity-contract.ts';
import type { ValidityOfDocuments } from './document-validity.ts';

export function validityRoutes(validity: ValidityOfDocuments): Route[] {
  return [
    route(validityOperations.getValidity, ({ documentId }, { caller }) => validity.get(caller, documentId)),
    route(validityOperations.repealDocument, ({ documentId, byDocumentId, on }, { caller }) =>
      validity.repeal(caller, documentId, byDocumentId, on),
    ),
  ];
}
