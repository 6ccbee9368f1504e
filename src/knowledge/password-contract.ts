// Documents that wait for their password.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { documentIdSchema } from '../base/ids.ts';
import { documentSchema, type Version } from './contract.ts';

/** Office programs take at most so many characters. */
export const filePasswordSchema = z.string().min(1).max(255);

export const passwordOperations = {
  giveDocumentPassword: operation({
    id: 'giveDocumentPassword',
    method: 'POST',
    path: '/api/documents/:documentId/password',
    permission: 'documents.write',
    summary:
      'Open the newest version of a document with its password: it is read in the background, and waits again where that was the wrong one',
    input: z.object({ documentId: documentIdSchema, password: filePasswordSchema }),
    output: z.object({ document: documentSchema }),
  }),
};

/** Whether it, or a file inside it, is not read for want of its password. */
export function asksForPassword({ state, cleaning }: Pick<Version, 'state' | 'cleaning'>): boolean {
  const isLockedInside = ({ kind, samples }: Version['cleaning'][number]): boolean =>
    kind === 'enclosed-file-unread' && samples.some(({ after }) => after === 'encrypted' || after === 'wrong-password');
  return state === 'locked' || (state === 'ready' && cleaning.some(isLockedInside));
}
