// Pinyin in brackets after the character that it explains, as converters and copy guards put in: 務(wù) becomes 務.
// A text may explain a rare character on purpose, so notes count as noise only when there are many of them.
import { type CleaningStep, editsOf } from './cleaning-step.ts';

const toned = 'āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u030c';
export const pinyinLetter = `[a-zü\u0308${toned}]`;

/** One syllable, or several readings of one character (zhòng/chóng), possibly broken by a line's end. */
const note = new RegExp(`(?<=[\\p{L}□])\\s*[(（]\\s*${pinyinLetter}(?:[\\s/,，、|]{0,2}${pinyinLetter}){0,11}\\s*[)）]`, 'gu');
const tonedLetter = new RegExp(`[${toned}]`, 'u');

/** Noise of this kind sits behind every fifth character or so; one note in a hundred characters is already no accident. */
const fewestNotes = 3;
const charactersPerNote = 100;

export const removePinyinNotes: CleaningStep = {
  kind: 'pinyin-notes-removed',
  find: ({ text }) => {
    const edits = editsOf(text, note, () => '');
    const clear = edits.filter(({ start, end }) => tonedLetter.test(text.slice(start, end))).length;
    return clear >= fewestNotes && clear * charactersPerNote >= text.length ? edits : [];
  },
};
