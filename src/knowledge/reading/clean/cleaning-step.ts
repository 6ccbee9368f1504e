// A cleaning step finds edits and nothing else; the pipeline applies and reports them.
import type { CleaningKind, ParagraphKind } from '../reading.ts';
import type { Edit } from '../traced-text.ts';

export interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: ParagraphKind;
}

export interface CleaningInput {
  readonly text: string;
  /** The paragraphs as they stand, without their line feeds. */
  readonly lines: readonly Line[];
}

export interface CleaningStep {
  readonly kind: CleaningKind;
  /** Edits sorted, not overlapping. */
  readonly find: (input: CleaningInput) => readonly Edit[];
}

/** One edit for each match of a global pattern; `replace` returning the match itself leaves it alone. */
export function editsOf(text: string, pattern: RegExp, replace: (match: RegExpExecArray) => string): Edit[] {
  const edits: Edit[] = [];
  for (const match of text.matchAll(pattern)) {
    const replacement = replace(match);
    if (replacement !== match[0]) edits.push({ start: match.index, end: match.index + match[0].length, replacement });
  }
  return edits;
}

/** Removes whole lines with their line feeds. */
export function removeLines(input: CleaningInput, isUnwanted: (line: Line, index: number) => boolean): Edit[] {
  return input.lines.filter(isUnwanted).map(({ start, end }) => ({ start, end: Math.min(end + 1, input.text.length), replacement: '' }));
}
