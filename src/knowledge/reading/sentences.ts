// Splits Chinese prose into sentences: the unit in which the answer room quotes.
// Sentences keep their end mark and whatever closes after it (quotes, brackets); white space between them belongs to none.

export interface Span {
  readonly start: number;
  readonly end: number;
}

const endMarks = '[。！？!?；;…]';
const closers = '[”’」』）)】》〉"\']*';
// An ASCII full stop ends a sentence only after a letter and before white space: not in 1.8, 1. or v2.0, nor after one capital (an initial).
const latinStop = '(?<=[\\p{Script=Latin}]{2}|\\))\\.(?=\\s|$)';
const sentenceEnd = new RegExp(`(?:${endMarks}+|${latinStop})${closers}|\\n+`, 'gu');

export function splitSentences(text: string): Span[] {
  const sentences: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length;
    keep(text, start, end, sentences);
    start = end;
  }
  keep(text, start, text.length, sentences);
  return sentences;
}

function keep(text: string, from: number, to: number, sentences: Span[]): void {
  const slice = text.slice(from, to);
  const trimmed = slice.trim();
  if (trimmed === '') return;
  const start = from + slice.length - slice.trimStart().length;
  sentences.push({ start, end: start + trimmed.length });
}
