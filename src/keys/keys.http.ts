// The operations on keys, bound to their face.
import { type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import type { KeysRoom } from './keys.ts';

export function keysRoutes(keys: KeysRoom): Route[] {
  return [route(operations.getKeys, () => keys.show()), route(operations.rotateKeys, (input, { caller }) => keys.rotate(caller, input))];
}
