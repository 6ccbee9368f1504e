// The same long paragraph twice (an abstract repeated as body, a page copied twice): the first stays.
import { type CleaningStep, removeLines } from './cleaning-step.ts';

/** Shorter paragraphs recur with reason: headings, signatures, the same clause in two chapters. */
const shortestDuplicate = 60;

export const removeDuplicateParagraphs: CleaningStep = {
  kind: 'duplicate-paragraph-removed',
  find: (input) => {
    const seen = new Set<string>();
    return removeLines(input, ({ text, kind }) => {
      if (kind !== 'body' || text.length < shortestDuplicate) return false;
      const key = text.replace(/\s+/g, '');
      if (seen.has(key)) return true;
      seen.add(key);
      return false;
    });
  },
};
