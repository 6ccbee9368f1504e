// Places where the bytes of characters were destroyed before the file reached us. What stood there is not known, so it is marked with □,
// the usual sign for an illegible character, and reported; nothing is invented.
import { type CleaningStep, editsOf } from './cleaning-step.ts';
import { pinyinLetter } from './pinyin-notes.ts';

/** A pinyin note written into the middle of a two-byte character leaves `?`, the note without its bracket, and shifted characters. */
const orphanNote = `\\?${pinyinLetter}{1,6}\\)`;
const shifted = '[\\p{Script=Han}\\p{Co}A-Za-zΓ]{0,14}?';
const destroyed = new RegExp(`${orphanNote}(?:(?:${shifted}${orphanNote})+|[A-Za-z](?=\\())?|[\\p{Co}\\ufffd]+`, 'gu');

/** Stands where bytes were destroyed. */
export const destroyedMark = '□';

export const markDestroyedBytes: CleaningStep = {
  kind: 'destroyed-bytes-marked',
  find: ({ text }) => editsOf(text, destroyed, () => destroyedMark),
};
