// What the outside may ask of the library: documents in, passages and search out.
import { z } from 'zod';
import { bytesOperation, operation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { findingSchema } from './desk-contract.ts';
import { fileFlags } from './reading/reading.ts';
import { collectionIdSchema, documentIdSchema, passageIdSchema, versionIdSchema } from '../base/ids.ts';

export const dateSchema = z.iso.date().meta({ description: 'A day in China, YYYY-MM-DD' });

/** Largest file that is accepted, in bytes: larger ones are books or archives, and would hold the only parser for minutes. */
export const maxFileBytes = 100 * 1024 * 1024;

const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export const originSpanSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), start: z.number().int(), end: z.number().int() }),
  z.object({ kind: z.literal('paragraph'), paragraph: z.number().int(), start: z.number().int(), end: z.number().int() }),
  z.object({ kind: z.literal('page'), page: z.number().int(), boxes: z.array(boxSchema).readonly() }),
]);

const formatSchema = z.enum([
  'txt',
  'md',
  'html',
  'csv',
  'docx',
  'xlsx',
  'pptx',
  'odt',
  'pdf',
  'ofd',
  'eml',
  'doc',
  'xls',
  'rtf',
  'image',
  'ods',
  'msg',
  'zip',
]);
/** `locked`: it waits for its password. */
export const versionStateSchema = z.enum(['queued', 'reading', 'ready', 'locked', 'rejected']);
export const validitySchema = z.enum(['in-force', 'not-yet-in-force', 'expired', 'replaced', 'undated']);

/** What an editor should know of the file besides its text. */
const flagSchema = z.enum(fileFlags);

const cleaningNoteSchema = z.object({
  kind: z.string(),
  count: z.number().int(),
  samples: z.array(z.object({ before: z.string(), after: z.string() })),
});

export const versionSchema = z
  .object({
    id: versionIdSchema,
    number: z.number().int(),
    state: versionStateSchema,
    /** Why it is locked or was rejected: a reason of the reader, e.g. `no-text-layer`. */
    reason: z.string().nullable(),
    /** Share of the reading done, 0 to 1. */
    progress: z.number(),
    /** How far text recognition is, in pages, while it runs. */
    recognition: z.object({ done: z.number().int(), pages: z.number().int(), secondsLeft: z.number().int() }).nullable(),
    importedAt: z.iso.datetime(),
    format: formatSchema.nullable(),
    byteLength: z.number().int(),
    pageCount: z.number().int().nullable(),
    passageCount: z.number().int(),
    characterCount: z.number().int(),
    documentNumber: z.string().nullable(),
    issuer: z.string().nullable(),
    publishedOn: dateSchema.nullable(),
    effectiveOn: dateSchema.nullable(),
    expiredOn: dateSchema.nullable(),
    validity: validitySchema,
    flags: z.array(flagSchema),
    cleaning: z.array(cleaningNoteSchema),
  })
  .meta({ id: 'Version' });

export const documentSchema = z
  .object({
    id: documentIdSchema,
    /** The file's name; a re-import under it makes a new version. Among the documents of one collection that stand under the same rights it is unique. */
    name: z.string(),
    title: z.string(),
    collection: z.object({ id: collectionIdSchema, name: z.string() }),
    department: z.string(),
    grade: gradeSchema,
    deletedAt: z.iso.datetime().nullable(),
    /** When somebody should look at it again. */
    reviewOn: dateSchema.nullable(),
    /** The newest version, whatever its state. */
    latest: versionSchema,
    versionCount: z.number().int(),
  })
  .meta({ id: 'Document' });

export const collectionSchema = z
  .object({ id: collectionIdSchema, name: z.string(), documentCount: z.number().int() })
  .meta({ id: 'Collection' });

export const passageSchema = z
  .object({
    id: passageIdSchema,
    documentId: documentIdSchema,
    versionId: versionIdSchema,
    ordinal: z.number().int(),
    headingPath: z.array(z.string()),
    paragraph: z.number().int(),
    page: z.number().int().nullable(),
    /** Span in the reading text, UTF-16 code units. */
    start: z.number().int(),
    end: z.number().int(),
    text: z.string(),
    origin: z.array(originSpanSchema),
  })
  .meta({ id: 'Passage' });

const searchFilterSchema = z.object({
  collectionId: collectionIdSchema.optional(),
  department: z.string().optional(),
  grade: gradeSchema.optional(),
  /** Rules in force on this day; the product defaults to today. */
  asOf: dateSchema.optional(),
  /** Also what is no longer, or not yet, in force. */
  anyValidity: z.stringbool().or(z.boolean()).default(false),
  publishedFrom: dateSchema.optional(),
  publishedTo: dateSchema.optional(),
});

const spanSchema = z.object({ start: z.number().int(), end: z.number().int() });
/** What is shown of the version that a hit or a quotation stands in. */
export const sourceVersionSchema = versionSchema.pick({
  id: true,
  number: true,
  documentNumber: true,
  effectiveOn: true,
  expiredOn: true,
  validity: true,
});

export const searchHitSchema = z
  .object({
    passage: passageSchema,
    document: z.object({
      id: documentIdSchema,
      name: z.string(),
      title: z.string(),
      collection: z.string(),
      department: z.string(),
      grade: gradeSchema,
    }),
    version: sourceVersionSchema,
    /** Spans within `passage.text` to highlight. */
    highlights: z.array(spanSchema),
    explanation: z.object({
      /** `citation`: the query named this rule or number; `lexical`: ranked by matching words; `meaning`: near in meaning, by a model, without these. */
      found: z.enum(['citation', 'lexical', 'meaning']),
      matchedTerms: z.array(z.string()),
      missingTerms: z.array(z.string()),
    }),
  })
  .meta({ id: 'SearchHit' });

/**
 * Why a model of search took no part: vectors are still being made (`incomplete`) or read (`loading`); the model is gone or is another
 * (`model-gone`, `model-changed`); it may not receive what would be sent (`label-too-high`); somebody stopped it; or it does not answer,
 * or not in time. `unrecorded`: what would be sent could not be put on record, so it was not.
 */
export const retrievalLackSchema = z
  .enum([
    'incomplete',
    'loading',
    'model-gone',
    'model-changed',
    'label-too-high',
    'too-long',
    'stopped',
    'key-refused',
    'busy',
    'unavailable',
    'rejected',
    'late',
    'unrecorded',
  ])
  .meta({ id: 'RetrievalLack' });
export type RetrievalLack = z.infer<typeof retrievalLackSchema>;

/** What a search went by, where models for it are set. */
export const retrievalSchema = z
  .object({
    mode: z.enum(['lexical', 'hybrid']),
    lexicalBecause: retrievalLackSchema.nullable(),
    isReranked: z.boolean(),
    notRerankedBecause: retrievalLackSchema.nullable(),
  })
  .meta({ id: 'Retrieval' });
export type Retrieval = z.infer<typeof retrievalSchema>;

const cursorInput = { cursor: z.string().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) };
const byDocument = z.object({ documentId: documentIdSchema });
const byVersion = z.object({ versionId: versionIdSchema });

export const importResultSchema = z
  .object({
    /** `created`: a new document; `new-version`: changed content under a known name; `unchanged`: this very content is already there. */
    outcome: z.enum(['created', 'new-version', 'unchanged']),
    document: documentSchema,
    /** Another document holding the same bytes under a different name. */
    duplicateOf: z.object({ id: documentIdSchema, name: z.string() }).nullable(),
  })
  .meta({ id: 'ImportResult' });

export const operations = {
  listCollections: operation({
    id: 'listCollections',
    method: 'GET',
    path: '/api/collections',
    permission: 'documents.read',
    summary: 'Collections with the number of documents that the caller may read',
    input: z.object({}),
    output: z.object({ collections: z.array(collectionSchema), departments: z.array(z.string()) }),
  }),
  listDocuments: operation({
    id: 'listDocuments',
    method: 'GET',
    path: '/api/documents',
    permission: 'documents.read',
    summary: 'Documents, newest first',
    input: z.object({
      ...cursorInput,
      collectionId: collectionIdSchema.optional(),
      name: z.string().optional(),
      state: versionStateSchema.optional(),
      /** Only those that ask for this to be looked into. */
      finding: findingSchema.optional(),
      deleted: z.stringbool().or(z.boolean()).default(false),
    }),
    output: z.object({ documents: z.array(documentSchema), nextCursor: z.string().nullable(), total: z.number().int() }),
  }),
  importDocument: operation({
    id: 'importDocument',
    method: 'POST',
    path: '/api/documents',
    permission: 'documents.write',
    summary: 'Import one file: the body is its bytes. Repeating an import changes nothing',
    upload: { maxBytes: maxFileBytes },
    input: z.object({
      name: z.string().min(1).max(500),
      collection: z.string().min(1).max(100).optional(),
      /** The owner department, by name; where several have it, as `上级/下级`. */
      department: z.string().max(200).optional(),
      grade: gradeSchema.optional(),
      effectiveOn: dateSchema.optional(),
      expiredOn: dateSchema.optional(),
    }),
    output: importResultSchema,
  }),
  getDocument: operation({
    id: 'getDocument',
    method: 'GET',
    path: '/api/documents/:documentId',
    permission: 'documents.read',
    summary: 'A document with all its versions, newest first',
    input: byDocument,
    output: z.object({ document: documentSchema, versions: z.array(versionSchema) }),
  }),
  updateDocument: operation({
    id: 'updateDocument',
    method: 'PATCH',
    path: '/api/documents/:documentId',
    permission: 'documents.write',
    summary: "Change a document's title, department or grade, and the validity of its newest version",
    input: byDocument.extend({
      title: z.string().min(1).max(500).optional(),
      department: z.string().max(200).optional(),
      grade: gradeSchema.optional(),
      effectiveOn: dateSchema.nullable().optional(),
      expiredOn: dateSchema.nullable().optional(),
      reviewOn: dateSchema.nullable().optional(),
    }),
    output: z.object({ document: documentSchema }),
  }),
  deleteDocument: operation({
    id: 'deleteDocument',
    method: 'DELETE',
    path: '/api/documents/:documentId',
    permission: 'documents.write',
    summary: 'Take a document out of the library; it can be restored',
    input: byDocument,
    output: z.object({ document: documentSchema }),
  }),
  restoreDocument: operation({
    id: 'restoreDocument',
    method: 'POST',
    path: '/api/documents/:documentId/restore',
    permission: 'documents.write',
    summary: 'Undo a deletion',
    input: byDocument,
    output: z.object({ document: documentSchema }),
  }),
  retryDocument: operation({
    id: 'retryDocument',
    method: 'POST',
    path: '/api/documents/:documentId/retry',
    permission: 'documents.write',
    summary: 'Read the newest version of a document again',
    input: byDocument,
    output: z.object({ document: documentSchema }),
  }),
  getReadingText: operation({
    id: 'getReadingText',
    method: 'GET',
    path: '/api/versions/:versionId/reading-text',
    permission: 'documents.read',
    summary: 'The reading text of a version and its paragraphs',
    input: byVersion,
    output: z.object({
      version: versionSchema,
      documentId: documentIdSchema,
      title: z.string(),
      text: z.string(),
      paragraphs: z.array(
        z.object({
          kind: z.enum(['title', 'heading', 'body', 'list-item', 'table-row']),
          start: z.number().int(),
          end: z.number().int(),
          level: z.number().int().optional(),
          page: z.number().int().optional(),
        }),
      ),
      /** In points, upright; `turn`: by how many degrees clockwise the page in the original has to be turned for that. */
      pages: z.array(z.object({ width: z.number(), height: z.number(), turn: z.literal([90, 180, 270]).optional() })),
    }),
  }),
  listPassages: operation({
    id: 'listPassages',
    method: 'GET',
    path: '/api/versions/:versionId/passages',
    permission: 'documents.read',
    summary: 'Passages of a version in order',
    input: byVersion.extend(cursorInput),
    output: z.object({ passages: z.array(passageSchema), nextCursor: z.string().nullable() }),
  }),
  getOrigin: operation({
    id: 'getOrigin',
    method: 'GET',
    path: '/api/versions/:versionId/origin',
    permission: 'documents.read',
    summary: 'Where a span of the reading text stands in the original',
    input: byVersion.extend({ start: z.coerce.number().int().min(0), end: z.coerce.number().int().min(0) }),
    output: z.object({ origin: z.array(originSpanSchema) }),
  }),
  getOriginal: bytesOperation({
    id: 'getOriginal',
    method: 'GET',
    path: '/api/versions/:versionId/original',
    permission: 'documents.read',
    summary: 'The bytes of the file as it was imported',
    input: byVersion,
    mediaTypes: ['application/octet-stream', 'application/pdf'],
  }),
  searchPassages: operation({
    id: 'searchPassages',
    method: 'GET',
    path: '/api/search',
    permission: 'documents.search',
    summary: 'Passages that match, best first; filters apply before ranking',
    input: searchFilterSchema.extend({
      query: z.string().trim().min(1).max(500),
      limit: z.coerce.number().int().min(1).max(50).default(10),
    }),
    output: z.object({
      hits: z.array(searchHitSchema),
      asOf: dateSchema.nullable(),
      elapsedMs: z.number(),
      retrieval: retrievalSchema.optional(),
    }),
  }),
};

export type Document = z.infer<typeof documentSchema>;
export type Version = z.infer<typeof versionSchema>;
export type Passage = z.infer<typeof passageSchema>;
export type SearchHit = z.infer<typeof searchHitSchema>;
export type Collection = z.infer<typeof collectionSchema>;
export type ImportResult = z.infer<typeof importResultSchema>;
