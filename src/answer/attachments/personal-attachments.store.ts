// The files that a person attached to questions: told, with their text to the person alone, and erased.
import { sameTransaction } from '../../store/store.ts';
import type { Transaction } from 'kysely';
import { isToldToOthers, type PersonalData } from '../../access/personal-data.ts';
import { type AttachmentTables, type Attached, listOwnAttachments } from './attachments.store.ts';

export function personalAttachments(attached: Attached): PersonalData {
  return {
    async *collect(person, caller) {
      const isOwn = caller.person === person;
      for await (const { id, runId, attachedAt, grade, name, title, text } of listOwnAttachments(attached, person)) {
        const about = { id, attachedAt: attachedAt.toISOString(), run: runId, grade };
        yield { ...about, name: isOwn || isToldToOthers(grade) ? name : null, ...(isOwn ? { title, text } : {}) };
      }
    },
    async erase(within, person) {
      const transaction: Transaction<AttachmentTables> = sameTransaction(within);
      const { numDeletedRows } = await transaction.deleteFrom('attachment').where('person_id', '=', person).executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
