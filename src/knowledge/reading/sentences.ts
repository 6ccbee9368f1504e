// Splits Chinese prose into sentences: the unit in which the answer room quotes.
// Sentences keep their end mark and whatever closes after it (quotes, brackets); white space between them belongs to none.

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Marks inside an address are part of it; its last character is none. */
const address = "(?:https?://|www\\.)[\\w.~:/?#@!$&'*+,;=%()-]*[\\w/=#]";
/** An ellipsis goes on as often as it ends: alone it parts nothing. */
const endMarks = '[。！？!?；;][。！？!?；;…]*';
const closers = '[”’」』）)】》〉"\']*';
// An ASCII full stop ends a sentence only after a word and before white space: not in 1.8, 1. or v2.0, nor after one capital (an initial),
// a form of address, or where a number or a small letter goes on (No. 3, etc. and).
const latinStop = `(?<=[\\p{Script=Latin}]{2}\\)?)(?<!\\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs))\\.(?=${closers}(?:\\s+[^\\s\\p{Ll}\\d]|\\s*$))`;
const breaks = new RegExp(`(?<address>${address})|(?:${endMarks}|${latinStop})${closers}|\\n+`, 'gmu');
/** A row of a table is quoted whole, since its cells say nothing without each other; longer cells hold prose of their own. */
const row = /^.* \| .*$/gm;
const longestRow = 300;

export function splitSentences(text: string): Span[] {
  const rows = [...text.matchAll(row)].filter(([line]) => line.length <= longestRow).map(spanOf);
  const sentences: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(breaks)) {
    const { end } = spanOf(match);
    if (match.groups?.['address'] !== undefined || rows.some((whole) => match.index >= whole.start && end < whole.end)) continue;
    keep(text, start, end, sentences);
    start = end;
  }
  keep(text, start, text.length, sentences);
  return sentences;
}

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length };
}

function keep(text: string, from: number, to: number, sentences: Span[]): void {
  const slice = text.slice(from, to);
  const trimmed = slice.trim();
  if (trimmed === '') return;
  const start = from + slice.length - slice.trimStart().length;
  sentences.push({ start, end: start + trimmed.length });
}
