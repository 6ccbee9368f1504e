// Rows of tables in a text. The reader of documents writes one row a line, its cells with bars between them.
import type { Span } from './pieces.ts';

export type Part = { readonly kind: 'text'; readonly span: Span } | { readonly kind: 'table'; readonly rows: readonly (readonly Span[])[] };

const bar = ' | ';

/** The text in parts, in order: what stands in rows, and what stands between. Bars and the ends of rows belong to no part. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let rows: (readonly Span[])[] = [];
  let between = 0;
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    if (line.includes(bar)) {
      if (rows.length === 0) {
        addText(parts, between, start - 1);
        parts.push({ kind: 'table', rows });
      }
      rows.push(cellsOf(line, start));
      between = end + 1;
    } else rows = [];
    start = end + 1;
  }
  addText(parts, between, text.length);
  return parts;
}

function addText(parts: Part[], start: number, end: number): void {
  if (end > start) parts.push({ kind: 'text', span: { start, end } });
}

function cellsOf(line: string, offset: number): Span[] {
  let start = offset;
  return line.split(bar).map((cell) => {
    const span = { start, end: start + cell.length };
    start = span.end + bar.length;
    return span;
  });
}
