// Two texts side by side, clause by clause, with the words marked that only one of them has.
import { diffArrays } from 'diff';
import type { StoredReading } from '../stored-reading.ts';
import type { ComparedClause, ComparisonRow } from '../comparison-contract.ts';
import { alignClauses, type Pair } from './align.ts';
import { type Clause, clausesOf } from './clauses.ts';

type Text = Pick<StoredReading, 'text' | 'paragraphs'>;

export function compareTexts(before: Text, after: Text): ComparisonRow[] {
  return alignClauses(clausesOf(before), clausesOf(after)).map(rowOf);
}

function rowOf(pair: Pair): ComparisonRow {
  if (!('after' in pair)) return { kind: 'removed', before: whole(pair.before), after: null };
  if (!('before' in pair)) return { kind: 'added', before: null, after: whole(pair.after) };
  const { before, after } = pair;
  if (before.text === after.text) return { kind: 'same', before: whole(before), after: whole(after) };
  const marks = marksBetween(before.text, after.text);
  return { kind: 'changed', before: { ...whole(before), marks: marks.before }, after: { ...whole(after), marks: marks.after } };
}

function whole({ number, text, start, end }: Clause): ComparedClause {
  return { number, text, start, end, marks: [] };
}

const words = new Intl.Segmenter('zh', { granularity: 'word' });

/** Clauses that differ in more words are marked whole. */
const mostEdits = 2000;

function marksBetween(before: string, after: string) {
  const marks = { before: [] as { start: number; end: number }[], after: [] as { start: number; end: number }[] };
  const at = { before: 0, after: 0 };
  const changes = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: mostEdits });
  if (changes === undefined) return { before: [{ start: 0, end: before.length }], after: [{ start: 0, end: after.length }] };
  for (const { value, added, removed } of changes) {
    const length = value.reduce((sum, word) => sum + word.length, 0);
    if (removed) marks.before.push({ start: at.before, end: at.before + length });
    if (added) marks.after.push({ start: at.after, end: at.after + length });
    if (!added) at.before += length;
    if (!removed) at.after += length;
  }
  return marks;
}

function wordsOf(text: string): string[] {
  return Array.from(words.segment(text), ({ segment }) => segment);
}
