// What a parser makes of a file: paragraphs before cleaning, each piece of text tied to its place in the original.
import { MalformedFile } from './parse/malformed-file.ts';
import type {
  Box,
  CleaningKind,
  CleaningNote,
  DocumentElement,
  DocumentFacts,
  DocumentFormat,
  FileFlag,
  OriginMap,
  OriginRun,
  PageShape,
  Paragraph,
  ParagraphKind,
  RejectionReason,
} from './reading.ts';

/** A stretch of paragraph text and where it came from; without an origin it is glue, such as the ` | ` between table cells. */
export interface Piece {
  readonly text: string;
  readonly origin?: OriginRun['origin'];
}

export interface Draft {
  readonly text: string;
  readonly paragraphs: readonly Paragraph[];
  readonly originMap: OriginMap;
  /** What the parser itself left out, e.g. hidden text. */
  readonly notes: readonly CleaningNote[];
  readonly flags: readonly FileFlag[];
  readonly title?: string;
  readonly facts?: DocumentFacts;
  /** What stands beside the text, as in the head of a mail. */
  readonly elements?: readonly DocumentElement[];
  readonly pages?: readonly PageShape[];
}

/** A file inside a file, such as an attachment. It is opened when it is its turn to be read; opening may throw `MalformedFile`. */
export type EnclosedFile = { readonly name: string } & (
  | { readonly kind: 'file'; readonly bytes: () => Uint8Array }
  /** Part of the file around it, not a file of its own. */
  | { readonly kind: 'part'; readonly format: DocumentFormat; readonly parse: () => ParseResult }
);

export type ParseResult =
  | { readonly kind: 'parsed'; readonly draft: Draft; readonly enclosed?: readonly EnclosedFile[] }
  | { readonly kind: 'rejected'; readonly reason: RejectionReason };

export interface ParagraphPlace {
  readonly level?: number | undefined;
  readonly page?: number | undefined;
}

/**
 * Collections of laws of some thousand pages have five million. What is made of a text takes some fifty bytes for each character, and a small
 * file may say one cell a hundred thousand times.
 */
const mostCharacters = 5_000_000;

/** Collects paragraphs in reading order; paragraphs without text are dropped. */
export class DraftBuilder {
  private readonly parts: string[] = [];
  private readonly paragraphs: Paragraph[] = [];
  private readonly runs: OriginRun[] = [];
  private readonly removals = new Map<CleaningKind, { count: number; readonly samples: string[] }>();
  private readonly flags = new Set<FileFlag>();
  private length = 0;

  flag(flag: FileFlag): void {
    this.flags.add(flag);
  }

  add(kind: ParagraphKind, pieces: readonly Piece[], place: ParagraphPlace = {}): void {
    const text = pieces.map((piece) => piece.text).join('');
    if (text.trim() === '') return;
    if (this.length + text.length > mostCharacters) throw new MalformedFile('more text than a document has', 'too-large');
    const start = this.length;
    for (const piece of pieces) {
      if (piece.origin !== undefined && piece.text !== '')
        this.runs.push({ start: this.length, length: piece.text.length, origin: piece.origin });
      this.length += piece.text.length;
    }
    const { level, page } = place;
    this.paragraphs.push({ kind, start, end: this.length, ...(level !== undefined && { level }), ...(page !== undefined && { page }) });
    // A line feed inside a paragraph would look like a paragraph's end.
    this.parts.push(text.replaceAll('\n', ' '));
    this.length += 1;
  }

  /** A row of a table, each cell as its pieces. */
  addRow(cells: readonly (readonly Piece[])[]): void {
    this.add('table-row', joinPieces(cells, ' | '));
  }

  /** The same of cells with lines. A row with one cell is a frame around running text rather than a row of data. */
  addRowOfLines(cells: readonly (readonly (readonly Piece[])[])[]): void {
    if (cells.length === 1) for (const line of cells[0] ?? []) this.add('body', line);
    else this.addRow(cells.map((lines) => joinPieces(lines, ' ')));
  }

  /** Reports text that the parser leaves out. */
  leaveOut(kind: CleaningKind, text: string): void {
    const shown = text.replace(/\s+/g, ' ').trim();
    if (shown === '') return;
    const removed = this.removals.get(kind) ?? { count: 0, samples: [] };
    removed.count += 1;
    if (removed.samples.length < 5) removed.samples.push(shown.slice(0, 60));
    this.removals.set(kind, removed);
  }

  build(extra: Pick<Draft, 'title' | 'facts' | 'pages' | 'elements'> = {}): Draft {
    const notes = [...this.removals].map(([kind, { count, samples }]) => ({
      kind,
      count,
      samples: samples.map((before) => ({ before, after: '' })),
    }));
    return {
      text: this.parts.join('\n'),
      paragraphs: this.paragraphs,
      originMap: { runs: this.runs },
      notes,
      flags: [...this.flags],
      ...extra,
    };
  }
}

function joinPieces(groups: readonly (readonly Piece[])[], glue: string): Piece[] {
  return groups.flatMap((group, index) => (index === 0 ? [...group] : [{ text: glue }, ...group]));
}

export function textPiece(text: string, at: number, length: number = text.length): Piece {
  return { text, origin: { kind: 'text', at, length } };
}

export function boxPiece(text: string, page: number, box: Box, confidence?: number): Piece {
  return { text, origin: { kind: 'page', page, box, ...(confidence !== undefined && { confidence }) } };
}
