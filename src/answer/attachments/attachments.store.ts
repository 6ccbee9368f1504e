// Attached files as kept: their names and what was read from them are sealed; the bytes are not kept.
import type { ColumnType, Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { Grade } from '../../base/grade.ts';
import { type AttachmentId, passageIdSchema, type PersonId, type RunId } from '../../base/ids.ts';
import { sha256Of } from '../../store/files.ts';
import type { Seal } from '../../store/seal/seal.ts';
import type { SealedJsonColumn, SealedTextColumn } from '../../store/seal/sealed-columns.ts';
import type { Store } from '../../store/store.ts';
import { attachmentOperations } from '../attachments-contract.ts';

export interface AttachmentTables {
  attachment: {
    id: AttachmentId;
    person_id: PersonId;
    /** The first that it was asked with; null: not asked about yet. */
    run_id: RunId | null;
    name: string;
    grade: Grade;
    content: ColumnType<unknown, string, string>;
    created_at: Date;
  };
  run: { id: RunId; conversation_id: RunId | null };
}

const contentSchema = attachmentOperations.getAttachmentText.reply.output.extend({
  documentNumber: z.string().nullable(),
  passages: z.array(
    z.object({
      id: passageIdSchema,
      headingPath: z.array(z.string()),
      paragraph: z.number().int(),
      page: z.number().int().nullable(),
      start: z.number().int(),
      end: z.number().int(),
    }),
  ),
});
export type AttachmentContent = z.infer<typeof contentSchema>;

/** An attached file as it is read for a question. */
export interface AttachedFile extends AttachmentContent {
  readonly id: AttachmentId;
  readonly name: string;
  readonly grade: Grade;
  /** Not asked about yet. */
  readonly isWaiting: boolean;
}

export interface Attached {
  readonly tables: Kysely<AttachmentTables>;
  readonly name: SealedTextColumn;
  readonly content: SealedJsonColumn;
  /** Under which an original of these bytes would be known: tells whoever has a file whether it was this one. */
  readonly addressOf: (bytes: Uint8Array) => string;
}

export function openAttached(store: Store, { columns, hash }: Seal): Attached {
  const purpose = 'answers';
  return {
    tables: store.tables<AttachmentTables>(),
    name: columns.text({ table: 'attachment', column: 'name', purpose }),
    content: columns.json({ table: 'attachment', column: 'content', purpose }),
    addressOf: (bytes) => hash('original-addresses', sha256Of(bytes)),
  };
}

export async function insertAttachment(
  within: Transaction<AttachmentTables>,
  { name, content }: Attached,
  { id, name: called, grade, ...read }: Omit<AttachedFile, 'isWaiting'>,
  { person, now }: { readonly person: PersonId; readonly now: Date },
): Promise<void> {
  await within
    .insertInto('attachment')
    .values({ id, person_id: person, run_id: null, name: name.seal(id, called), grade, content: content.seal(id, read), created_at: now })
    .execute();
}

/** Those that nobody asked about until then, whoever's they are. */
export async function findForgotten(tables: Kysely<AttachmentTables>, before: Date): Promise<AttachmentId[]> {
  const forgotten = tables.selectFrom('attachment').select('id').where('run_id', 'is', null).where('created_at', '<', before);
  return (await forgotten.orderBy('id').execute()).map(({ id }) => id);
}

/** One that waits for a question, of a person or whoever's it is; undefined: there is none. */
export async function removeWaiting(
  within: Transaction<AttachmentTables>,
  person: PersonId | 'anybody',
  id: AttachmentId,
): Promise<Grade | undefined> {
  const waiting = within.deleteFrom('attachment').where('id', '=', id).where('run_id', 'is', null);
  const theirs = person === 'anybody' ? waiting : waiting.where('person_id', '=', person);
  return (await theirs.returning('grade').executeTakeFirst())?.grade;
}

/** A person's own: those named that wait for a question, and all that belong to the conversation. */
export async function findAttached(
  attached: Attached,
  person: PersonId,
  { ids, conversation }: { readonly ids: readonly AttachmentId[]; readonly conversation: RunId | undefined },
): Promise<AttachedFile[]> {
  const rows = await attached.tables
    .selectFrom('attachment')
    .leftJoin('run', 'run.id', 'attachment.run_id')
    .selectAll('attachment')
    .where('attachment.person_id', '=', person)
    .where(({ or, and, eb }) =>
      or([
        ...(ids.length > 0 ? [and([eb('attachment.id', 'in', ids), eb('attachment.run_id', 'is', null)])] : []),
        ...(conversation ? [eb('run.conversation_id', '=', conversation)] : []),
      ]),
    )
    .orderBy('attachment.id')
    .execute();
  return rows.map((row) => opened(attached, row));
}

/** A person's own, asked about or not. */
export async function findOwnAttachment(attached: Attached, person: PersonId, id: AttachmentId): Promise<AttachedFile | undefined> {
  const query = attached.tables.selectFrom('attachment').selectAll().where('id', '=', id).where('person_id', '=', person);
  const row = await query.executeTakeFirst();
  return row && opened(attached, row);
}

/** All of a person's own, oldest first, one by one: each may be long. */
export async function* listOwnAttachments(
  attached: Attached,
  person: PersonId,
): AsyncGenerator<AttachedFile & { readonly runId: RunId | null; readonly attachedAt: Date }> {
  const own = attached.tables.selectFrom('attachment').where('person_id', '=', person);
  for (const { id } of await own.select('id').orderBy('id').execute()) {
    const row = await own.selectAll().where('id', '=', id).executeTakeFirst();
    if (row) yield { ...opened(attached, row), runId: row.run_id, attachedAt: row.created_at };
  }
}

/** From now on they belong to the run and its conversation; resolves to how many did so. */
export async function bindAttachments(tables: Kysely<AttachmentTables>, run: RunId, ids: readonly AttachmentId[]): Promise<number> {
  if (ids.length === 0) return 0;
  const query = tables.updateTable('attachment').set({ run_id: run }).where('id', 'in', ids).where('run_id', 'is', null);
  return (await query.returning('id').execute()).length;
}

function opened(
  { name, content }: Attached,
  row: {
    readonly id: AttachmentId;
    readonly name: string;
    readonly grade: Grade;
    readonly run_id: RunId | null;
    readonly content: unknown;
  },
): AttachedFile {
  const { id, grade } = row;
  return {
    id,
    grade,
    isWaiting: row.run_id === null,
    name: name.open(id, row.name),
    ...contentSchema.parse(content.open(id, row.content)),
  };
}
