// Sources: places outside that the library follows.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { documentIdSchema, sourceIdSchema } from '../base/ids.ts';

const count = z.number().int().nonnegative();
const moment = z.iso.datetime();
const minutes = z.coerce.number().int().min(1).max(10_080);

/**
 * `unreachable`: it is not there, or may not be read; `empty`: nothing is in it where there was something; `too-many`: over 50000 files;
 * `library-full`: its department may keep no more; `key-refused`: the bucket does not accept the key.
 */
export const sourceFaultSchema = z
  .enum(['unreachable', 'empty', 'too-many', 'not-allowed', 'library-full', 'key-refused'])
  .meta({ id: 'SourceFault' });
export type SourceFault = z.infer<typeof sourceFaultSchema>;

/**
 * Why nothing more is taken: whoever answers for the source has left or is suspended (`person-gone`), may not manage sources any more
 * (`role-gone`), or may not write where its documents stand (`place-closed`).
 */
export const stopReasonSchema = z.enum(['person-gone', 'role-gone', 'place-closed']).meta({ id: 'SourceStopReason' });
export type StopReason = z.infer<typeof stopReasonSchema>;

/** `waiting`: seen once, taken when the next look finds it unchanged; `taken`: in the library; `gone`: no longer there. */
export const fileStateSchema = z.enum(['waiting', 'taken', 'failed', 'gone']).meta({ id: 'SourceFileState' });
export type FileState = z.infer<typeof fileStateSchema>;

/** Of a bucket; it is never shown again. */
export const bucketKeySchema = z
  .object({
    id: z.string().trim().min(1).max(200),
    secret: z.string().trim().min(1).max(500),
    region: z
      .string()
      .trim()
      .regex(/^[a-z0-9-]{1,50}$/)
      .default('us-east-1'),
  })
  .meta({ id: 'BucketKey' });
export type BucketKey = z.infer<typeof bucketKeySchema>;

export const sourceSchema = z
  .object({
    id: sourceIdSchema,
    name: z.string(),
    kind: z.enum(['folder', 'bucket']),
    /** The path of the folder, or the address of the bucket and what its names begin with. */
    place: z.string(),
    /** Where its documents stand at first. */
    collection: z.string(),
    department: z.string(),
    grade: gradeSchema,
    everyMinutes: count,
    isPaused: z.boolean(),
    /** Of the last look. */
    lookedAt: moment.nullable(),
    lookDueAt: moment,
    fault: sourceFaultSchema.nullable(),
    /** Until somebody who may takes it over. */
    stopped: z.object({ at: moment, because: stopReasonSchema }).nullable(),
    files: z.record(fileStateSchema, count),
    mayChange: z.boolean(),
  })
  .meta({ id: 'Source' });
export type Source = z.infer<typeof sourceSchema>;

export const sourceFileSchema = z
  .object({
    path: z.string(),
    byteLength: count,
    modifiedAt: moment,
    state: fileStateSchema,
    /** Code of the failure. */
    fault: z.string().nullable(),
    documentId: documentIdSchema.nullable(),
  })
  .meta({ id: 'SourceFile' });
export type SourceFile = z.infer<typeof sourceFileSchema>;

const bySource = z.object({ sourceId: sourceIdSchema });
const one = z.object({ source: sourceSchema });

export const operations = {
  listSources: operation({
    id: 'listSources',
    method: 'GET',
    path: '/api/sources',
    permission: 'sources.manage',
    summary: 'Sources whose documents the caller may read, with how far they are, and the folders and buckets in which one may be',
    input: z.object({}),
    output: z.object({ sources: z.array(sourceSchema), folders: z.array(z.string()), buckets: z.array(z.string()) }),
  }),
  addSource: operation({
    id: 'addSource',
    method: 'POST',
    path: '/api/sources',
    permission: 'sources.manage',
    summary: 'Have the library follow a folder of the server or a bucket: its files come in, and what changes there becomes a version',
    input: z.object({
      name: z.string().trim().min(1).max(100),
      place: z.string().trim().min(1).max(1000),
      collection: z.string().trim().min(1).max(100).optional(),
      department: z.string().max(200).optional(),
      grade: gradeSchema.optional(),
      everyMinutes: minutes.default(15),
      /** With a bucket. */
      key: bucketKeySchema.optional(),
    }),
    output: one,
  }),
  changeSource: operation({
    id: 'changeSource',
    method: 'PATCH',
    path: '/api/sources/:sourceId',
    permission: 'sources.manage',
    summary:
      'Pause a source or go on with it, change how often it is looked at, or replace the key of a bucket; who goes on with one that was stopped answers for it from then on',
    input: bySource.extend({ isPaused: z.boolean().optional(), everyMinutes: minutes.optional(), key: bucketKeySchema.optional() }),
    output: one,
  }),
  lookAtSource: operation({
    id: 'lookAtSource',
    method: 'POST',
    path: '/api/sources/:sourceId/look',
    permission: 'sources.manage',
    summary: 'Look at a source now',
    input: bySource,
    output: one,
  }),
  removeSource: operation({
    id: 'removeSource',
    method: 'DELETE',
    path: '/api/sources/:sourceId',
    permission: 'sources.manage',
    summary: 'Follow a source no longer; its documents stay',
    input: bySource,
    output: z.object({}),
  }),
  listSourceFiles: operation({
    id: 'listSourceFiles',
    method: 'GET',
    path: '/api/sources/:sourceId/files',
    permission: 'sources.manage',
    summary: 'Files of a source in one state; at most 200',
    input: bySource.extend({ state: fileStateSchema.default('failed') }),
    output: z.object({ files: z.array(sourceFileSchema) }),
  }),
};
