// What a record of the ledger is to other systems: ids, labels and counts that are named here, and never who did it.
import type { LedgerRecord } from '../ledger/contract.ts';
import type { WebhookEvent } from './contract.ts';

export const told = ['run-finished', 'run-failed', 'answer-rated', 'document-imported', 'document-repealed', 'document-deleted'] as const;

export interface Told {
  readonly event: WebhookEvent;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Nothing where others have no business with it. */
export function eventOf({ action, outcome, subject, details }: LedgerRecord): Told | undefined {
  if (!subject) return undefined;
  const pick = (...names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (name in details ? [[name, details[name]]] : [])));
  switch (action) {
    case 'run-finished': {
      const isAnswered = details['outcome'] === 'answered';
      // A relay ends in no answer of ours.
      if (details['outcome'] === undefined) return undefined;
      return {
        event: isAnswered ? 'run.answered' : 'run.refused',
        data: { run: subject.id, ...pick('outcome', 'label', 'scenario', 'engine', 'cited', 'degraded') },
      };
    }
    case 'run-failed':
      return { event: 'run.failed', data: { run: subject.id } };
    case 'answer-rated':
      return { event: 'answer.rated', data: { run: subject.id, ...pick('verdict', 'reasons') } };
    case 'document-imported':
    case 'document-repealed':
    case 'document-deleted':
      if (outcome !== 'done') return undefined;
      return { event: documentEvents[action], data: { document: subject.id } };
    default:
      return undefined;
  }
}

const documentEvents = {
  'document-imported': 'document.imported',
  'document-repealed': 'document.repealed',
  'document-deleted': 'document.deleted',
} as const;
