// Comma-separated values (RFC 4180): each record is a row of a table; commas, tabs or semicolons, whichever the first lines use most.
import { DraftBuilder, type ParseResult, type Piece, textPiece } from '../draft.ts';

export function parseCsv(source: string): ParseResult {
  const builder = new DraftBuilder();
  for (const row of rowsOf(source, separatorOf(source))) {
    if (row.some(({ text }) => isFormula(text))) builder.flag('formula_cell');
    builder.addRow(row.map((cell) => [cell]));
  }
  return { kind: 'parsed', draft: builder.build() };
}

function separatorOf(source: string): string {
  const head = source.split(/\r?\n/, 10).join('\n');
  const counts = [',', '\t', ';'].map((separator) => ({ separator, count: head.split(separator).length }));
  return counts.toSorted((left, right) => right.count - left.count)[0]?.separator ?? ',';
}

/** What a spreadsheet program would compute when the file is opened; a number with its sign is none. */
function isFormula(text: string): boolean {
  return /^[=@]|^[+-](?![\d.,]+%?$)./.test(text.trim());
}

function* rowsOf(source: string, separator: string): Generator<Piece[]> {
  let row: Piece[] = [];
  for (let at = 0; at < source.length; ) {
    const { piece, end } = source[at] === '"' ? quotedCell(source, at) : plainCell(source, at, separator);
    row.push(piece);
    at = end;
    if (source[at] === separator) {
      at += 1;
      if (at === source.length) row.push({ text: '' });
      continue;
    }
    yield row;
    row = [];
    at += source.startsWith('\r\n', at) ? 2 : 1;
  }
  if (row.length > 0) yield row;
}

function plainCell(source: string, at: number, separator: string): { readonly piece: Piece; readonly end: number } {
  let end = at;
  while (end < source.length && source[end] !== separator && source[end] !== '\n' && source[end] !== '\r') end += 1;
  return { piece: textPiece(source.slice(at, end), at), end };
}

/** A quote inside is written twice; one that is never closed reaches to the end. */
function quotedCell(source: string, at: number): { readonly piece: Piece; readonly end: number } {
  let end = at + 1;
  while (end < source.length && !(source[end] === '"' && source[end + 1] !== '"')) end += source[end] === '"' ? 2 : 1;
  const text = source
    .slice(at + 1, end)
    .replaceAll('""', '"')
    .replace(/\s*\n\s*/g, ' ');
  return { piece: textPiece(text, at + 1, end - at - 1), end: Math.min(end + 1, source.length) };
}
