// Health of the installation, for the Status page and for probes.
import { z } from 'zod';
import { operation, streamOperation } from '../base/contract.ts';

/** What is looked through: the ledger, sealed values in the database, originals, the search index beside the database, backups. */
const dataPartSchema = z.enum(['ledger', 'values', 'originals', 'search', 'backups']).meta({ id: 'DataPart' });
export type DataPart = z.infer<typeof dataPartSchema>;

/** One thing that was looked at, with what to do where it is not well. */
export const findingSchema = z
  .object({ check: dataPartSchema, state: z.enum(['ok', 'fault']), count: z.number().int(), zh: z.string(), en: z.string() })
  .meta({ id: 'DataFinding' });
export type DataFinding = z.infer<typeof findingSchema>;

export const dataCheckEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('part-looked-at'), part: dataPartSchema, done: z.number().int(), total: z.number().int() }),
  z.object({ kind: z.literal('part-checked'), finding: findingSchema }),
  /** Always the last event. */
  z.object({ kind: z.literal('data-checked'), isWhole: z.boolean() }),
]);
export type DataCheckEvent = z.infer<typeof dataCheckEventSchema>;

const troubleSchema = z
  .object({ kind: z.enum(['database-full', 'disk-low', 'clock-changed', 'data-damaged', 'quota-near']), zh: z.string(), en: z.string() })
  .meta({ id: 'Trouble' });
export type Trouble = z.infer<typeof troubleSchema>;

export const statusSchema = z
  .object({
    version: z.string(),
    startedAt: z.iso.datetime(),
    /** What is wrong now, each with what to do; empty when all is well. */
    troubles: z.array(troubleSchema),
    runtime: z.string(),
    residentBytes: z.number(),
    storage: z.object({
      kind: z.enum(['embedded', 'server']),
      database: z.string(),
      migration: z.string(),
      databaseBytes: z.number(),
      fileBytes: z.number(),
      freeBytes: z.number().nullable(),
    }),
    library: z.object({ documents: z.number().int(), passages: z.number().int(), rejected: z.number().int() }),
    /** The last backup made and the last one restored aside and compared; `isSet` when a backup folder is set. */
    backup: z.object({ isSet: z.boolean(), takenAt: z.iso.datetime().nullable(), verifiedAt: z.iso.datetime().nullable() }),
    /** How far sealing is: `isWorking` while values are sealed for the first time, or under new keys. */
    sealing: z.object({ isWorking: z.boolean(), done: z.number().int(), total: z.number().int() }),
    jobs: z.object({ queued: z.number().int(), active: z.number().int(), failed: z.number().int() }),
  })
  .meta({ id: 'Status' });
export type Status = z.infer<typeof statusSchema>;

export const operations = {
  getHealth: operation({
    id: 'getHealth',
    method: 'GET',
    path: '/api/health',
    permission: 'anybody',
    summary: 'Whether the service can answer',
    input: z.object({}),
    output: z.object({ status: z.literal('ok'), version: z.string(), instance: z.string() }),
  }),
  getStatus: operation({
    id: 'getStatus',
    method: 'GET',
    path: '/api/status',
    permission: 'status.read',
    summary: 'Storage, jobs, library and version',
    input: z.object({}),
    output: statusSchema,
  }),
  checkData: streamOperation({
    id: 'checkData',
    method: 'POST',
    path: '/api/data-check',
    permission: 'backups.manage',
    summary: 'Read everything that is kept and say what is damaged: the ledger, encrypted values, originals, the search index, backups',
    input: z.object({}),
    event: dataCheckEventSchema,
  }),
};
