// Lines that end inside a sentence or a word, at a page's end or at a fixed width, are joined with their continuation.
import { numberingOf } from '../segment/numbering.ts';
import type { Edit } from '../traced-text.ts';
import type { CleaningStep, Line } from './cleaning-step.ts';

export const joinBrokenLines: CleaningStep = {
  kind: 'broken-lines-joined',
  find: ({ text, lines }) => {
    const isFull = fullLineTest(lines);
    return lines.flatMap((line, index) => {
      const next = lines[index + 1];
      return next !== undefined && isBroken(line, next, isFull) ? [joint(line, next, text)] : [];
    });
  },
};

/** A number set off by a space is the page number of a table of contents. */
const sentenceEnd = /(?:[。！？!?；;：:…”’」』）)】》|]|\s\d{1,4})$/u;
const startsAnew =
  /^(?:[•●■◆○▪※★*#>|—-]|附[件录表]|[报送发抄][:：]|注[:：]|[^，。；,;\s]{1,8}[:：]|(?:首先|其次|再次|最后|第[一二三四五六七八九十]+)[，,])/u;

function isBroken(line: Line, next: Line, isFull: (line: Line) => boolean): boolean {
  if (line.kind !== 'body' || next.kind !== 'body') return false;
  if (sentenceEnd.test(line.text) || startsAnew.test(next.text) || numberingOf(next.text) !== undefined) return false;
  return isRunningText(line.text) || isFull(line);
}

/** A heading or a signature has no comma inside and no great length; a line cut out of a sentence has one or the other. */
function isRunningText(text: string): boolean {
  if (/[，,、]$/.test(text)) return true;
  return text.length >= 60 || (text.length >= 20 && /[，。；,;]/.test(text));
}

/** In a text set to a fixed width most lines have it: a line of that width that ends without a mark goes on. */
function fullLineTest(lines: readonly Line[]): (line: Line) => boolean {
  const lengths = lines.map(({ text }) => text.length).filter((length) => length >= 20);
  const width = mostFrequent(lengths);
  const atWidth = lengths.filter((length) => Math.abs(length - width) <= 2).length;
  return lengths.length >= 8 && atWidth > lengths.length / 2 ? ({ text }) => Math.abs(text.length - width) <= 2 : () => false;
}

function mostFrequent(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}

const longestWord = 40;

function joint(line: Line, next: Line, text: string): Edit {
  const lineFeed = { start: line.end, end: next.start };
  const word = /[A-Za-z]+-$/.exec(line.text.slice(-longestWord))?.[0];
  if (word !== undefined && /^[A-Za-z]/.test(next.text) && isOneWord(word, next.text, text))
    return { ...lineFeed, start: line.end - 1, replacement: '' };
  const partsWords = /[A-Za-z\d,.]$/.test(line.text) && /^[A-Za-z]/.test(next.text);
  return { ...lineFeed, replacement: partsWords ? ' ' : '' };
}

/** `Deep-` and `Seek` are one word if the text writes DeepSeek elsewhere, or if a small letter follows as in ordinary hyphenation. */
function isOneWord(head: string, tail: string, text: string): boolean {
  const rest = /^[A-Za-z]+/.exec(tail)?.[0] ?? '';
  return text.includes(head.slice(0, -1) + rest) || /^[a-z]/.test(rest);
}
