// Words of the editor's desk.
import type { desk as zh } from './desk-zh.ts';

export const desk: typeof zh = {
  title: 'Editor’s desk',
  lead: 'Documents in the library that ask for something to be done. Choose one to see which they are.',
  open: 'Editor’s desk',
  total: '{{count}} documents in all',
  finding: {
    rejected: 'Not read',
    flagged: 'Flagged',
    unconfirmed: 'Not confirmed',
    undated: 'Undated',
    expired: 'Expired',
    unowned: 'No owner',
    'review-due': 'Review due',
    duplicates: 'Duplicates',
  },
  hint: {
    rejected: 'Not searched. Put right what the reason says and import again; where the reason is gone, read again.',
    flagged: 'Hidden text, macros, tracked changes and the like. What was left out of index and prompts is told: please check.',
    unconfirmed: 'Secrecy mark, number, issuer, date or effective date was read, and nobody has confirmed it.',
    undated: 'Not known from when they count; searched as if they did. Add the effective date under Elements.',
    expired: 'No longer in today’s searches and answers; still found for a day of their time.',
    unowned: 'No department looks after them. Give the owner department under Properties.',
    'review-due': 'The day set for a review has come. Afterwards set the next one under Properties.',
    duplicates:
      'The same, or sharing eight words in ten. Imported twice, or editions of one document: keep one, or import them under one name as versions.',
  },
  retryAll: 'Read these {{count}} again',
  noDuplicates: 'No two documents are alike.',
  same: 'the same',
  near: 'about {{percent}} % alike',
  cleaned: '{{count}} places cleaned',
};
