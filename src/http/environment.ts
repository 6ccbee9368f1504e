// What travels with a request inside the HTTP door.
import type { HttpBindings } from '@hono/node-server';
import type { SecureHeadersVariables } from 'hono/secure-headers';
import type { Peer } from './peer.ts';

export interface Environment {
  /** Absent when the command line calls the product in its own process. */
  Bindings: Partial<HttpBindings>;
  Variables: SecureHeadersVariables & {
    requestId: string;
    peer: Peer;
    /** Id of the operation, once it is known. */
    operation?: string;
    /** The reply is a stored file: it must never run with the rights of this site. */
    isStoredFile?: true;
    /** Origins whose pages may show the reply in a frame; nobody's without it. */
    frameAncestors?: readonly string[];
    /** Pages of others may load it. */
    isForOthers?: true;
  };
}
