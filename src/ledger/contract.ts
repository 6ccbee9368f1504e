// The ledger seen from outside: what an entry says, what a record is, and what may be asked of the record as a whole.
import { z } from 'zod';
import { bytesOperation, operation, streamOperation } from '../base/contract.ts';

/**
 * Everything that is put on record, as noun and verb. A closed list, so that an auditor knows what can be looked for;
 * a new kind of act is one more line here and in the words of the page.
 */
const actions = [
  // The service
  'service-started',
  'service-upgraded',
  'clock-changed',
  'data-checked',
  'solo-mode-entered',
  'solo-mode-left',
  // Sign-in
  'session-opened',
  'session-refused',
  'session-closed',
  'session-revoked',
  'link-created',
  'link-spent',
  'account-locked',
  'account-unlocked',
  'password-changed',
  'second-factor-shown',
  'second-factor-changed',
  'api-key-created',
  'api-key-revoked',
  // People
  'person-invited',
  'person-provisioned',
  'person-changed',
  'person-left',
  'person-suspended',
  'person-reinstated',
  'person-exported',
  'person-erased',
  'department-created',
  'department-changed',
  'department-closed',
  'roles-changed',
  // Rights and rules that take two people
  'rights-changed',
  'rights-explained',
  'access-denied',
  'policy-changed',
  'change-proposed',
  'change-approved',
  'change-rejected',
  'change-withdrawn',
  'change-applied',
  // Questions and answers
  'run-begun',
  'run-finished',
  'answer-rated',
  'unanswered-read',
  'answer-exported',
  'conversation-removed',
  'file-attached',
  'file-detached',
  'run-failed',
  'run-routed',
  'verdict-given',
  // The library and scenarios
  'document-imported',
  'document-changed',
  'document-deleted',
  'document-restored',
  'document-reread',
  'document-password-given',
  'element-settled',
  'document-repealed',
  'document-quarantined',
  'document-released',
  'original-read',
  'document-origin-gone',
  'library-limit-set',
  'library-limit-removed',
  'library-report-made',
  'library-report-exported',
  'source-added',
  'source-changed',
  'source-stopped',
  'source-removed',
  'scenario-versioned',
  // What is opened to the outside
  'answer-box-added',
  'answer-box-changed',
  'answer-box-removed',
  'webhook-added',
  'webhook-changed',
  'webhook-removed',
  'webhook-secret-changed',
  'webhook-delivered',
  'webhook-given-up',
  // Models and their boundary
  'model-added',
  'model-changed',
  'model-key-set',
  'model-removed',
  'model-stopped',
  'model-stop-lifted',
  'site-networks-changed',
  'search-models-set',
  'passages-embedding',
  'passages-embedded',
  'search-sent',
  'quota-set',
  'quota-removed',
  // The record itself
  'signing-key-changed',
  'ledger-verified',
  'ledger-exported',
  'ledger-cut',
  'disclosures-erased',
  // Keys, backups, retention, incidents, the door out
  'data-key-rotated',
  'backup-made',
  'backup-failed',
  'backup-verified',
  'backup-restored',
  'retention-applied',
  'retention-changed',
  'hold-placed',
  'hold-lifted',
  'security-report-made',
  'security-report-exported',
  'incident-opened',
  'incident-changed',
  'incident-closed',
  'incident-reported',
  'connection-refused',
] as const;
export const actionSchema = z.enum(actions).meta({ id: 'LedgerAction' });
export type LedgerAction = z.infer<typeof actionSchema>;

/** Ids, hashes, labels and codes: text without spaces from ASCII, so that a sentence of a document cannot be written here. */
const wordSchema = z
  .string()
  .max(200)
  .regex(/^[\x21-\x7e]*$/, 'only ids, hashes, labels and codes: no spaces, ASCII');

export type Detail = string | number | boolean | null | readonly Detail[] | { readonly [name: string]: Detail };
const nameSchema = z.string().regex(/^[a-z][A-Za-z0-9-]{0,39}$/);
const detailSchema: z.ZodType<Detail> = z.lazy(() =>
  z.union([wordSchema, z.number(), z.boolean(), z.null(), z.array(detailSchema).readonly(), z.record(nameSchema, detailSchema).readonly()]),
);

/** Who acted. `answer-box`: somebody on the page that it stands in. `unknown`: somebody who did not show who they are, under an id such as `web`. */
const actorSchema = z.object({ kind: z.enum(['person', 'api-key', 'answer-box', 'system', 'unknown']), id: wordSchema.min(1) });

/** What was acted upon, e.g. `{ kind: 'document', id }`. */
export const subjectSchema = z.object({ kind: nameSchema, id: wordSchema.min(1) });
export type Subject = z.infer<typeof subjectSchema>;

/** `begun`: an intent, put down before anything happens. `refused`: a rule forbade it. `failed`: it broke. */
const outcomeSchema = z.enum(['begun', 'done', 'refused', 'failed']).meta({ id: 'LedgerOutcome' });

export const entrySchema = z.object({
  action: actionSchema,
  actor: actorSchema,
  subject: subjectSchema.nullable().default(null),
  outcome: outcomeSchema.default('done'),
  details: z.record(nameSchema, detailSchema).readonly().default({}),
  /** Personal or non-public text by name. The record holds a salted commitment to it; the text stands beside and can be erased. */
  personal: z.record(nameSchema, z.string()).readonly().default({}),
});
export type Entry = z.input<typeof entrySchema>;

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** A record as it is hashed: its canonical JSON (RFC 8785) is what the chain and the tree stand on. */
export const recordSchema = z
  .object({
    sequence: z.number().int().min(1),
    /** Hash of the record before; 64 zeros before the first. */
    previous: hashSchema,
    time: z.iso.datetime({ precision: 3 }),
    action: actionSchema,
    actor: actorSchema,
    subject: subjectSchema.nullable(),
    outcome: outcomeSchema,
    details: z.record(z.string(), detailSchema),
    /** HMAC-SHA-256 of each personal text under its own salt, in hex. */
    commitments: z.record(z.string(), hashSchema),
  })
  .meta({ id: 'LedgerRecord' });
export type LedgerRecord = z.infer<typeof recordSchema>;

const checkpointSchema = z
  .object({
    /** Number of records that it covers. */
    size: z.number().int(),
    root: z.string(),
    madeAt: z.iso.datetime(),
    keyName: z.string(),
    /** The signed note, to the letter. */
    note: z.string(),
    isExported: z.boolean(),
  })
  .meta({ id: 'LedgerCheckpoint' });
export type Checkpoint = z.infer<typeof checkpointSchema>;

const listedSchema = z.object({ hash: hashSchema, record: recordSchema });

/** What is wrong with a record, a checkpoint or the whole. */
const faultSchema = z
  .object({
    kind: z.enum([
      'edited',
      'deleted',
      'inserted',
      'reordered',
      'cut-off',
      'checkpoint-invalid',
      'key-unknown',
      'header-edited',
      'unreadable',
      'unproved',
    ]),
    /** The first record that is not what was recorded; null where the fault lies outside the records. */
    sequence: z.number().int().nullable(),
    zh: z.string(),
    en: z.string(),
  })
  .meta({ id: 'LedgerFault' });
export type LedgerFault = z.infer<typeof faultSchema>;

/** Where the ledger begins, and why there. */
const beginningSchema = z
  .object({
    firstSequence: z.number().int(),
    /** When the first record was made that is still there. */
    since: z.iso.datetime().nullable(),
    /** The last cut; null while nothing was cut. */
    cut: z.object({ sequence: z.number().int(), time: z.iso.datetime(), through: z.number().int(), root: z.string() }).nullable(),
    /** By whom the period was set by which it was cut; null where it is the standard, or where that is no longer on record. */
    period: z
      .object({
        sequence: z.number().int(),
        time: z.iso.datetime(),
        days: z.number().int(),
        setBy: z.string(),
        /** Where it took two: who proposed it. */
        proposedBy: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'LedgerBeginning' });
export type Beginning = z.infer<typeof beginningSchema>;

const verificationSchema = z
  .object({
    isWhole: z.boolean(),
    /** The first fault, if there is one. */
    fault: faultSchema.nullable(),
    records: z.number().int(),
    firstSequence: z.number().int(),
    lastSequence: z.number().int(),
    checkpoints: z.number().int(),
    keys: z.array(z.string()),
    /** Personal texts that were laid open and agree with their commitments. */
    disclosures: z.number().int(),
    /** How often a record's time is before that of the record in front of it. */
    clockWentBack: z.number().int(),
  })
  .meta({ id: 'LedgerVerification' });
export type Verification = z.infer<typeof verificationSchema>;

export const operations = {
  listRecords: operation({
    id: 'listRecords',
    method: 'GET',
    path: '/api/ledger/records',
    permission: 'ledger.read',
    summary: 'Records of the ledger, newest first',
    input: z.object({
      /** Records before this sequence number. */
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
      action: actionSchema.optional(),
      actor: z.string().max(200).optional(),
      subject: z.string().max(200).optional(),
      outcome: outcomeSchema.optional(),
    }),
    output: z.object({ records: z.array(listedSchema), nextBefore: z.number().int().nullable(), size: z.number().int() }),
  }),
  getRecord: operation({
    id: 'getRecord',
    method: 'GET',
    path: '/api/ledger/records/:sequence',
    permission: 'ledger.read',
    summary: 'A record with its neighbours in the chain and the proof that a checkpoint covers it',
    input: z.object({ sequence: z.coerce.number().int().min(1) }),
    output: z.object({
      ...listedSchema.shape,
      /** Hash of the record after it, if there is one. */
      nextHash: hashSchema.nullable(),
      /** Names of its personal texts, and whether they still stand beside it. */
      personal: z.array(z.object({ name: z.string(), isErased: z.boolean() })),
      /** Null until a checkpoint covers the record. `path`: audit path of RFC 9162 from the leaf upwards, in hex. */
      proof: z.object({ checkpoint: checkpointSchema, index: z.number().int(), path: z.array(hashSchema) }).nullable(),
    }),
  }),
  getBeginning: operation({
    id: 'getBeginning',
    method: 'GET',
    path: '/api/ledger/beginning',
    permission: 'ledger.read',
    summary: 'Where the ledger begins: the last cut, and who set the period by which it was cut',
    input: z.object({}),
    output: beginningSchema,
  }),
  listCheckpoints: operation({
    id: 'listCheckpoints',
    method: 'GET',
    path: '/api/ledger/checkpoints',
    permission: 'ledger.read',
    summary: 'Signed checkpoints, newest first',
    input: z.object({ limit: z.coerce.number().int().min(1).max(200).default(20) }),
    output: z.object({ checkpoints: z.array(checkpointSchema), size: z.number().int(), keys: z.array(z.string()) }),
  }),
  makeCheckpoint: operation({
    id: 'makeCheckpoint',
    method: 'POST',
    path: '/api/ledger/checkpoints',
    permission: 'ledger.verify',
    summary: 'Sign a checkpoint over all records now',
    input: z.object({}),
    output: z.object({ checkpoint: checkpointSchema.nullable() }),
  }),
  verifyLedger: streamOperation({
    id: 'verifyLedger',
    method: 'POST',
    path: '/api/ledger/verification',
    permission: 'ledger.verify',
    summary: 'Check every record, the chain and every checkpoint in the database',
    input: z.object({}),
    event: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('records-checked'), done: z.number().int(), total: z.number().int() }),
      /** Always the last event. */
      z.object({ kind: z.literal('ledger-verified'), verification: verificationSchema }),
    ]),
  }),
  exportLedger: bytesOperation({
    id: 'exportLedger',
    method: 'GET',
    path: '/api/ledger/export',
    permission: 'ledger.export',
    summary: 'The whole ledger as JSON Lines that anybody can verify; personal texts only on request',
    input: z.object({ disclosures: z.stringbool().or(z.boolean()).default(false) }),
    mediaTypes: ['application/jsonl'],
  }),
};
