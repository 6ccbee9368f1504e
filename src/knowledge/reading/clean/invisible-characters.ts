// Characters that cannot be seen but break search, or hide words from the reader: zero width, direction, tag and control characters.
import { type CleaningStep, editsOf } from './cleaning-step.ts';

// Joiners, fillers and variation selectors are listed by property: Default_Ignorable_Code_Point covers them all.
const invisible = /(?:\p{Default_Ignorable_Code_Point}|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f])+/gu;

export const removeInvisibleCharacters: CleaningStep = {
  kind: 'invisible-characters-removed',
  find: ({ text }) => editsOf(text, invisible, () => ''),
};
