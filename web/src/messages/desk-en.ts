// Words of the editor's desk.
import type { desk as zh } from './desk-zh.ts';

export const desk: typeof zh = {
  title: 'Editor’s desk',
  lead: 'Documents in the library that ask for something to be done. Choose one to see which they are.',
  open: 'Editor’s desk',
  total: '{{count}} documents in all',
  finding: {
    rejected: 'Not read',
    locked: 'Password needed',
    flagged: 'Flagged',
    unconfirmed: 'Not confirmed',
    undated: 'Undated',
    expired: 'Expired',
    unowned: 'No owner',
    'review-due': 'Review due',
    'origin-gone': 'Gone from source',
    duplicates: 'Duplicates',
    unanswered: 'Unanswered',
  },
  hint: {
    rejected: 'Not searched. Put right what the reason says and import again; where the reason is gone, read again.',
    locked:
      'Under a password and not searched. Enter it and they are read; it is kept sealed with the document, for when that is read again.',
    flagged: 'Hidden text, macros, tracked changes and the like. What was left out of index and prompts is told: please check.',
    unconfirmed: 'Secrecy mark, number, issuer, date or effective date was read, and nobody has confirmed it.',
    undated: 'Not known from when they count; searched as if they did. Add the effective date under Elements.',
    expired: 'No longer in today’s searches and answers; still found for a day of their time.',
    unowned: 'No department looks after them. Give the owner department under Properties.',
    'review-due': 'The day set for a review has come. Afterwards set the next one under Properties.',
    'origin-gone':
      'No longer in the folder that is followed. Nothing was done to the document: see whether it should be repealed or taken out.',
    duplicates:
      'The same, or sharing eight words in ten. Imported twice, or editions of one document: keep one, or import them under one name as versions.',
    unanswered:
      'The library had nothing on them, or the answer was rated unhelpful; those that ask alike stand together. Asked in your department and below, up to your clearance, without who asked; opening this list is on record.',
  },
  noUnanswered: 'No question was asked in vain in this time.',
  unanswered: {
    period: 'Time',
    days: 'Last {{count}} days',
    times: 'asked {{count}} times',
    lack: { 'not-found': 'not found {{count}}×', 'not-sure': 'not sure {{count}}×', unhelpful: 'rated unhelpful {{count}}×' },
    dates: '{{from}} to {{to}}',
    alsoAsked: 'Also asked as',
    search: 'Search the library',
    import: 'Import documents',
  },
  report: {
    title: 'Library report',
    hint: 'Counted every Monday morning, over documents that you may read now. The file tells how things stand at this moment, with titles; taking it out is on record.',
    download: 'Download the report of now (Markdown)',
    none: 'No week was counted yet.',
    madeAt: 'Time',
    documents: 'Documents',
  },
  retryAll: 'Read these {{count}} again',
  noDuplicates: 'No two documents are alike.',
  same: 'the same',
  near: 'about {{percent}} % alike',
  cleaned: '{{count}} places cleaned',
};
