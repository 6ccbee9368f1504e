// Characters that cannot be seen but break search, or hide words from the reader: zero width, direction, tag and control characters.
import { type CleaningStep, editsOf } from './cleaning-step.ts';

const invisible =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{e0000}-\u{e01ef}\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+/gu;

export const removeInvisibleCharacters: CleaningStep = {
  kind: 'invisible-characters-removed',
  find: ({ text }) => editsOf(text, invisible, () => ''),
};
