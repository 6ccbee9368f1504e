// What must hold of everything that reading comes to, whatever the file was.
import { fileFlags, type ReadOutcome } from '../reading.ts';

/** Undefined where the outcome is sound; else what is wrong with it. */
export function faultOf(outcome: ReadOutcome): string | undefined {
  if (outcome.kind === 'rejected') return /^[a-z]+(?:-[a-z]+)*$/.test(outcome.reason) ? undefined : 'a reason without a name';
  if (outcome.kind !== 'read') return 'an outcome of no kind';
  const { reading, passages, flags, elements, references, enclosed = [] } = outcome;
  const { text, paragraphs, originMap } = reading;
  const isWithin = ({ start, end }: { readonly start: number; readonly end: number }) => start >= 0 && start <= end && end <= text.length;
  if (text === '') return 'read, and without text';
  if (!paragraphs.every(isWithin)) return 'a paragraph outside the text';
  if (paragraphs.some(({ start }, index) => index > 0 && start < (paragraphs[index - 1]?.end ?? 0))) return 'paragraphs that overlap';
  if (!passages.every((passage) => isWithin(passage) && text.slice(passage.start, passage.end) === passage.text))
    return 'a passage that is not in the text';
  if (!originMap.runs.every(({ start, length }) => isWithin({ start, end: start + length }))) return 'an origin outside the text';
  if (!flags.every((flag) => fileFlags.includes(flag))) return 'a flag without a name';
  if (!elements.every(({ span }) => span === null || isWithin(span))) return 'an element outside the text';
  if (!references.every(isWithin)) return 'a reference outside the text';
  if (!enclosed.every((one) => one.kind === 'rejected' || isWithin(one))) return 'an enclosed file outside the text';
  return undefined;
}
