// The editor's desk: what in the library should be looked into, and what is there twice.
import { z } from 'zod';
import { bytesOperation, operation } from '../base/contract.ts';
import { documentIdSchema, versionIdSchema } from '../base/ids.ts';

export const findings = [
  'rejected',
  'locked',
  'flagged',
  'unconfirmed',
  'undated',
  'expired',
  'unowned',
  'review-due',
  'origin-gone',
] as const;
export const findingSchema = z.enum(findings).meta({ id: 'LibraryFinding' });
export type Finding = z.infer<typeof findingSchema>;

const alikeSchema = z.object({ documentId: documentIdSchema, versionId: versionIdSchema, title: z.string(), name: z.string() });

export const duplicateSchema = z
  .object({
    /** `same`: to the byte. */
    kind: z.enum(['same', 'near']),
    /** Estimated share of the words that both have, 0 to 1. */
    share: z.number(),
    documents: z.tuple([alikeSchema, alikeSchema]),
  })
  .meta({ id: 'DuplicateDocuments' });
export type Duplicate = z.infer<typeof duplicateSchema>;

const count = z.number().int();

export const weekSchema = z
  .object({ madeAt: z.iso.datetime(), documents: count, counts: z.record(findingSchema, count) })
  .meta({ id: 'WeekOfLibrary' });
export type WeekOfLibrary = z.infer<typeof weekSchema>;

/** How things stand now; what `exportLibraryReport` holds as JSON. */
export const libraryReportSchema = z.object({
  madeAt: z.iso.datetime(),
  documents: count,
  /** Of each finding the titles of the newest documents. */
  sections: z.array(z.object({ finding: findingSchema, count, titles: z.array(z.string()) })),
  duplicates: z.array(duplicateSchema),
  weeks: z.array(weekSchema),
});
export type LibraryReport = z.infer<typeof libraryReportSchema>;

const waitingOf = { waiting: count, secondsLeft: count.nullable() };
/** Of what the caller may read. `null`: too little was read lately to tell. */
export const readingQueueSchema = z
  .object({
    /** Still to be read. */
    files: z.object({ ...waitingOf, perMinute: z.number().nullable() }),
    /** Read, and waiting for text recognition. */
    scans: z.object({ ...waitingOf, pagesLeft: count, pagesPerMinute: z.number().nullable() }),
  })
  .meta({ id: 'ReadingQueue' });
export type ReadingQueue = z.infer<typeof readingQueueSchema>;

export const deskOperations = {
  getReadingQueue: operation({
    id: 'getReadingQueue',
    method: 'GET',
    path: '/api/reading-queue',
    permission: 'documents.write',
    summary: 'How many imported files still wait to be read, or for text recognition, at what pace they are, and how long it will take',
    input: z.object({}),
    output: readingQueueSchema,
  }),
  listLibraryWeeks: operation({
    id: 'listLibraryWeeks',
    method: 'GET',
    path: '/api/library-report/weeks',
    permission: 'documents.write',
    summary: 'What the desk told every Monday, over documents where the caller may read now; the last twelve, the newest first',
    input: z.object({}),
    output: z.object({ weeks: z.array(weekSchema) }),
  }),
  exportLibraryReport: bytesOperation({
    id: 'exportLibraryReport',
    method: 'GET',
    path: '/api/library-report/file',
    permission: 'documents.write',
    summary: 'The library report of now as a file, with titles of documents that the caller may read and with the weeks before',
    input: z.object({ format: z.enum(['markdown', 'json']).default('markdown') }),
    mediaTypes: ['text/markdown', 'application/json'],
  }),
  getLibraryReport: operation({
    id: 'getLibraryReport',
    method: 'GET',
    path: '/api/library-report',
    permission: 'documents.write',
    summary: 'How many documents that the caller may read ask for something to be done, by what it is',
    input: z.object({}),
    output: z.object({ documents: count, counts: z.record(findingSchema, count) }),
  }),
  listDuplicates: operation({
    id: 'listDuplicates',
    method: 'GET',
    path: '/api/library-report/duplicates',
    permission: 'documents.write',
    summary: 'Pairs of documents that are the same or nearly so, the most alike first; at most 100',
    input: z.object({}),
    output: z.object({ duplicates: z.array(duplicateSchema) }),
  }),
  retryDocuments: operation({
    id: 'retryDocuments',
    method: 'POST',
    path: '/api/documents/retry',
    permission: 'documents.write',
    summary: 'Read the newest versions of several documents again',
    input: z.object({ documentIds: z.array(documentIdSchema).min(1).max(100) }),
    output: z.object({ queued: count }),
  }),
};
