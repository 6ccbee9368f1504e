// The keys under which text is sealed, seen from outside: what there is, and replacing them. No key is ever shown.
import { z } from 'zod';
import { operation } from '../base/contract.ts';

const keySchema = z
  .object({
    id: z.number().int(),
    /** What it is for: each purpose has keys of its own. */
    purpose: z.string(),
    algorithm: z.string(),
    /** `arriving`: all processes learn of it; `active`: seals; `retiring`: still opens what it sealed. */
    state: z.enum(['arriving', 'active', 'retiring', 'destroyed']),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'DataKey' });

const sealingSchema = z
  .object({
    /** Whether values are being sealed: old ones for the first time, or all under new keys. */
    isWorking: z.boolean(),
    done: z.number().int(),
    total: z.number().int(),
  })
  .meta({ id: 'SealingProgress' });

const keysSchema = z
  .object({
    /** Where the master key is kept: a file or a setting. */
    masterKey: z.string(),
    keys: z.array(keySchema),
    sealing: sealingSchema,
  })
  .meta({ id: 'Keys' });
export type Keys = z.infer<typeof keysSchema>;

export const operations = {
  getKeys: operation({
    id: 'getKeys',
    method: 'GET',
    path: '/api/keys',
    permission: 'keys.manage',
    summary: 'Data keys in use, where the master key is kept, and how far sealing is',
    input: z.object({}),
    output: keysSchema,
  }),
  rotateKeys: operation({
    id: 'rotateKeys',
    method: 'POST',
    path: '/api/keys/rotate',
    permission: 'keys.manage',
    summary: 'New data keys at once, everything sealed anew in the background; or a new master key, which wraps the same data keys',
    input: z.object({ master: z.boolean().default(false) }),
    output: keysSchema,
  }),
};
