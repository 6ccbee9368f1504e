// Full-width digits and letters become the ordinary ones, so that ２０２４ and 2024 are one number. Punctuation stays as it is set.
import { type CleaningStep, editsOf } from './cleaning-step.ts';

export const normaliseWidth: CleaningStep = {
  kind: 'width-normalised',
  find: ({ text }) => editsOf(text, /[０-９Ａ-Ｚａ-ｚ]+|(?<=[\d０-９])[．％]/g, ([match]) => match.normalize('NFKC')),
};
