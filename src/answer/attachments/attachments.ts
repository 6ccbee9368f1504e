// Files that people attach to their questions: read in the child that reads imports, graded, sealed, never put into the library.
import { actorOf, type Caller } from '../../access/access.ts';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { type Grade, highestGrade } from '../../base/grade.ts';
import { type AttachmentId, attachmentIdSchema, newId, passageIdSchema, type PersonId, type RunId } from '../../base/ids.ts';
import type { Reader } from '../../knowledge/reading/read-in-child.ts';
import type { ReadOutcome } from '../../knowledge/reading/reading.ts';
import { gradeOfMark, isStateSecret } from '../../knowledge/secrecy-mark.ts';
import type { Entry, Ledger } from '../../ledger/ledger.ts';
import type { Attachment } from '../attachments-contract.ts';
import {
  type Attached,
  type AttachedFile,
  bindAttachments,
  findAttached,
  findForgotten,
  findOwnAttachment,
  insertAttachment,
  removeWaiting,
} from './attachments.store.ts';
import { readAttached, type Waiting } from './read-attached.ts';
import { refusalWords } from './refusal-words.ts';

export interface AttachmentsDependencies {
  readonly attached: Attached;
  readonly reader: Pick<Reader, 'read' | 'recogniseNow'>;
  readonly ledger: Pick<Ledger, 'appendWithin'>;
  readonly clock: Clock;
}

export interface FileToAttach {
  readonly name: string;
  readonly grade: Grade;
  readonly bytes: Uint8Array;
  readonly password?: string | undefined;
}

export interface Attachments {
  /** Fails with `attachment-locked` where it wants its password, or another; with `attachment-refused` where it cannot be read, or may not be here. */
  attach(caller: Caller, file: FileToAttach, waiting?: Waiting): Promise<Attachment>;
  detach(caller: Caller, id: AttachmentId): Promise<void>;
  text(caller: Caller, id: AttachmentId): Promise<AttachedFile>;
  /** What a question brings along: those named, and those of its conversation. */
  forQuestion(caller: Caller, ids: readonly AttachmentId[], conversation: RunId | undefined): Promise<AttachedFile[]>;
  bind(run: RunId, ids: readonly AttachmentId[]): Promise<void>;
  /** Whether some have waited for a question for a day. */
  hasForgotten(): Promise<boolean>;
  removeForgotten(): Promise<void>;
}

/** Somebody waits while it is read and searched. */
const maxCharacters = 200_000;
/** A file that nobody asked about within it is removed. */
const forgottenAfterMs = 24 * 3600_000;

export function createAttachments({ attached, reader, ledger, clock }: AttachmentsDependencies): Attachments {
  const forgotten = (): Promise<AttachmentId[]> => findForgotten(attached.tables, new Date(clock.now().getTime() - forgottenAfterMs));
  /** False where it is not there, or no longer waits. */
  const remove = (id: AttachmentId, person: PersonId | 'anybody', actor: Entry['actor']): Promise<boolean> =>
    attached.tables.transaction().execute(async (transaction) => {
      const grade = await removeWaiting(transaction, person, id);
      if (grade === undefined) return false;
      const subject = { kind: 'attachment', id };
      await ledger.appendWithin(transaction, { actor, subject, action: 'file-detached', details: { grade } });
      return true;
    });

  return {
    async attach(caller, { name, grade: chosen, bytes, password }, waiting = {}) {
      const isUnlocked = password !== undefined;
      const outcome = await readAttached(reader, { name, bytes, grade: chosen, ...(isUnlocked && { password }) }, waiting);
      if (outcome.kind === 'rejected') throw rejected(outcome.reason, isUnlocked);
      const mark = markOf(outcome);
      if (isStateSecret(mark)) throw refused('state-secret');
      if (outcome.reading.text.length > maxCharacters) throw refused('too-large');
      const grade = highestGrade(chosen, gradeOfMark(mark) ?? chosen);
      const id = newId(attachmentIdSchema, clock.now().getTime());
      const file = { id, name, grade, ...contentOf(outcome) };
      const now = clock.now();
      await attached.tables.transaction().execute(async (transaction) => {
        await insertAttachment(transaction, attached, file, { person: caller.person, now });
        await ledger.appendWithin(transaction, {
          actor: actorOf(caller),
          subject: { kind: 'attachment', id },
          action: 'file-attached',
          // By its address a file at hand is told to be this one; its name is with the question that it comes with.
          details: {
            grade,
            chosen,
            format: outcome.format,
            address: attached.addressOf(bytes),
            byteLength: bytes.byteLength,
            flags: [...outcome.flags],
            ...(isUnlocked && { isUnlocked }),
          },
        });
      });
      const { title, text } = file;
      const hasLockedFiles = (outcome.enclosed ?? []).some((one) => one.kind === 'rejected' && isLocked(one.reason));
      return { id, name, title, grade, isRaised: grade !== chosen, characterCount: text.length, flags: [...outcome.flags], hasLockedFiles };
    },
    async detach(caller, id) {
      if (!(await remove(id, caller.person, actorOf(caller)))) throw missing();
    },
    async text(caller, id) {
      const file = await findOwnAttachment(attached, caller.person, id);
      if (!file) throw missing();
      return file;
    },
    async forQuestion(caller, ids, conversation) {
      if (ids.length === 0 && conversation === undefined) return [];
      const files = await findAttached(attached, caller.person, { ids, conversation });
      const found = new Set(files.map(({ id }) => id));
      if (ids.some((id) => !found.has(id))) throw missing();
      return files;
    },
    async bind(run, ids) {
      // Two questions at once may have named the same file: it belongs to the first.
      if ((await bindAttachments(attached.tables, run, ids)) !== new Set(ids).size) throw missing();
    },
    hasForgotten: async () => (await forgotten()).length > 0,
    async removeForgotten() {
      for (const id of await forgotten()) await remove(id, 'anybody', { kind: 'system', id: 'forgotten-files' });
    },
  };
}

const missing = (): AppError => new AppError('not-found', { what: 'attachment 附件' });

const isLocked = (reason: string): boolean => reason === 'encrypted' || reason === 'wrong-password';

/** One that no password opens says so once one was given. */
function rejected(reason: keyof typeof refusalWords, isUnlocked: boolean): AppError {
  if (reason === 'encrypted' && isUnlocked) return refused('lock-unknown');
  return isLocked(reason) ? new AppError('attachment-locked', { ...refusalWords[reason], reason }) : refused(reason);
}

function refused(reason: keyof typeof refusalWords): AppError {
  return new AppError('attachment-refused', { ...refusalWords[reason], reason });
}

type Read = Extract<ReadOutcome, { kind: 'read' }>;

function markOf({ elements }: Read): string | null {
  const value = elements.findLast(({ name }) => name === 'secrecy')?.value;
  return typeof value === 'string' ? value : null;
}

function contentOf({ title, reading: { text, paragraphs }, passages, facts }: Read) {
  return {
    title,
    text,
    documentNumber: facts.documentNumber ?? null,
    paragraphs: [...paragraphs],
    passages: passages.map(({ headingPath, paragraph, page, start, end }) => ({
      id: newId(passageIdSchema),
      headingPath: [...headingPath],
      paragraph,
      page: page ?? null,
      start,
      end,
    })),
  };
}
