// The operations on elements, bound to their face.
import { type Route, route } from '../access/route.ts';
import type { DocumentElements } from './document-elements.ts';
import { elementsOperations } from './elements-contract.ts';

export function documentElementsRoutes(elements: DocumentElements): Route[] {
  return [
    route(elementsOperations.getElements, ({ versionId }, { caller }) => elements.get(caller, versionId)),
    route(elementsOperations.settleElement, ({ versionId, name, value }, { caller }) => elements.settle(caller, versionId, name, value)),
  ];
}
