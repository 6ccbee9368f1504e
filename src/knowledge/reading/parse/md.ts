// Markdown, as much of it as policy texts use: headings, lists, tables, quotations, code; marks of emphasis and links are left out.
import { DraftBuilder, type ParseResult, type Piece, textPiece } from '../draft.ts';

interface SourceLine {
  readonly text: string;
  readonly at: number;
}

export function parseMarkdown(source: string): ParseResult {
  const builder = new DraftBuilder();
  let prose: Piece[] = [];
  let isCode = false;
  const flush = () => {
    builder.add('body', prose);
    prose = [];
  };
  for (const line of linesOf(withoutFrontMatter(source))) {
    if (/^\s*(?:```|~~~)/.test(line.text)) {
      flush();
      isCode = !isCode;
    } else if (isCode) builder.add('body', [textPiece(line.text, line.at)]);
    else if (line.text.trim() === '') flush();
    else if (!writeBlock(builder, line, flush)) prose = continueProse(prose, inline(line));
  }
  flush();
  return { kind: 'parsed', draft: builder.build() };
}

/** Front matter becomes blanks of the same length, so that offsets stay true. */
function withoutFrontMatter(source: string): string {
  return source.replace(/^---\r?\n[\s\S]*?\r?\n---(?=\r?\n|$)/, (matter) => matter.replace(/[^\r\n]/g, ' '));
}

function linesOf(source: string): SourceLine[] {
  return [...source.matchAll(/([^\r\n]*)(?:\r\n|\n|\r|$)/g)].map((match) => ({ text: match[1] ?? '', at: match.index }));
}

/** Writes a line that is a block of its own; false for a line of running text. */
function writeBlock(builder: DraftBuilder, line: SourceLine, flush: () => void): boolean {
  const heading = /^ {0,3}(#{1,6})\s+/.exec(line.text);
  const item = /^\s*[-*+]\s+/.exec(line.text);
  const numbered = /^\s*\d{1,3}[.)]\s+/.test(line.text);
  const isRow = /^\s*\|.*\|\s*$/.test(line.text);
  const isRule = /^ {0,3}(?:[-*_=] ?){3,}$/.test(line.text);
  if (heading === null && item === null && !numbered && !isRow && !isRule) return false;
  flush();
  if (isRule) return true;
  if (heading !== null)
    builder.add('heading', inline(cutStart(withoutClosingMarks(line), heading[0].length)), { level: heading[1]?.length });
  else if (isRow) writeRow(builder, line);
  else builder.add('list-item', inline(item === null ? line : cutStart(line, item[0].length)));
  return true;
}

function withoutClosingMarks(line: SourceLine): SourceLine {
  return { ...line, text: line.text.replace(/\s+#+\s*$/, '') };
}

function cutStart(line: SourceLine, length: number): SourceLine {
  return { text: line.text.slice(length), at: line.at + length };
}

function writeRow(builder: DraftBuilder, line: SourceLine): void {
  if (/^[\s|:-]+$/.test(line.text)) return;
  const cells = [...line.text.matchAll(/(?<=\|)((?:\\\||[^|])*)(?=\|)/g)];
  const pieces = cells.flatMap((cell, index) => {
    const text = cell[0].trim();
    const at = line.at + cell.index + cell[0].length - cell[0].trimStart().length;
    return [...(index === 0 ? [] : [{ text: ' | ' }]), ...inline({ text, at })];
  });
  builder.add('table-row', pieces);
}

/** A line break inside a paragraph is a space between words of Latin script, and nothing between Chinese characters. */
function continueProse(prose: Piece[], line: readonly Piece[]): Piece[] {
  const before = prose.at(-1)?.text.at(-1) ?? '';
  const after = line[0]?.text[0] ?? '';
  const isBetweenWords = /[\w,.;:!?]/.test(before) && /\w/.test(after);
  return [...prose, ...(isBetweenWords ? [{ text: ' ' }] : []), ...line];
}

/** Lengths are bounded so that a line of unclosed marks cannot hold the reader up. */
const marks =
  /!?\[([^\]]{0,500})\]\([^)\s]{0,2000}(?:\s{1,9}"[^"]{0,500}")?\)|(\*\*|__|~~|`)(?=\S)(.{1,500}?)(?<=\S)\2|(?<![\w*])\*(?=[^\s*])([^*]{1,500})\*(?![\w*])|<!--.{0,2000}?-->|<\/?[a-z][^>]{0,500}>|\\([\\`*_{}[\]()#+.!|>~-])|^\s*>\s?/gi;

/** Text of a line without its marks; what a mark encloses keeps its own place in the source. */
function inline(line: SourceLine): Piece[] {
  const pieces: Piece[] = [];
  let read = 0;
  for (const match of line.text.matchAll(marks)) {
    const inner = match[1] ?? match[3] ?? match[4] ?? match[5] ?? '';
    const innerAt = match.index + match[0].indexOf(inner, match[5] === undefined ? (match[2]?.length ?? 1) : 1);
    pieces.push(textPiece(line.text.slice(read, match.index), line.at + read));
    if (inner !== '') pieces.push(...inline({ text: inner, at: line.at + innerAt }));
    read = match.index + match[0].length;
  }
  pieces.push(textPiece(line.text.slice(read).trimEnd(), line.at + read));
  return pieces.filter((piece) => piece.text !== '');
}
