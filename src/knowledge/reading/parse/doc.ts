// DOC and WPS, the binary formats of Word 97-2003 and of older WPS Writer: the text by its piece table, with what its properties hide left out
// and reported, tables as rows, notes after the text. Headers and footers are parts of their own and never read.
import type { ParseResult } from '../draft.ts';
import type { ParseOptions } from '../parse-options.ts';
import type { FileFlag } from '../reading.ts';
import { openCompoundFile } from './compound-file.ts';
import { DocWriter } from './doc-writer.ts';
import { DocLists } from './doc-lists.ts';
import { type DocFile, type DocPiece, docTables, openDoc } from './doc-file.ts';
import { type DocRunLook, runLook } from './doc-look.ts';
import { indexAt, type PropertyRun, readRuns, runAt } from './doc-properties.ts';
import { readDocStyles } from './doc-styles.ts';
import { compoundFlags } from './ole-flags.ts';

export function parseDoc(bytes: Uint8Array, { password }: ParseOptions): ParseResult {
  const container = openCompoundFile(bytes);
  const doc = openDoc(container, password);
  if ('rejected' in doc) return { kind: 'rejected', reason: doc.rejected };
  return { kind: 'parsed', draft: readParts(doc, compoundFlags(container)).build() };
}

function readParts(doc: DocFile, flags: readonly FileFlag[]) {
  const { main, footnotes, headers, macros, comments, endnotes, textBoxes } = doc.parts;
  const reader = new DocReader(doc);
  const { flow } = reader.writer;
  for (const flag of flags) flow.builder.flag(flag);
  if (comments > 0) flow.builder.flag('comments');
  reader.read(0, main);
  const afterComments = main + footnotes + headers + macros + comments;
  reader.read(afterComments + endnotes, textBoxes);
  reader.read(main, footnotes);
  reader.read(afterComments, endnotes);
  return flow.finish();
}

class DocReader {
  readonly writer: DocWriter;
  private readonly doc: DocFile;
  private readonly characters: readonly PropertyRun[];
  private readonly paragraphs: readonly PropertyRun[];
  private readonly looks = new Map<Buffer, DocRunLook>();

  constructor(doc: DocFile) {
    this.doc = doc;
    this.characters = readRuns(doc.main, doc.table(docTables.characterPages), 'character');
    this.paragraphs = readRuns(doc.main, doc.table(docTables.paragraphPages), 'paragraph');
    this.writer = new DocWriter(readDocStyles(doc.table(docTables.styles)), new DocLists(doc));
  }

  /** A part of the text, by character positions. */
  read(start: number, length: number): void {
    for (const piece of this.doc.pieces) {
      const from = Math.max(start, piece.start);
      const to = Math.min(start + length, piece.end);
      if (from < to) this.readPiece(piece, from - piece.start, to - piece.start);
    }
    this.writer.endPart();
  }

  /** Cut where the look of its letters changes. */
  private readPiece({ fileStart, bytesPerCharacter }: DocPiece, from: number, to: number): void {
    const end = fileStart + to * bytesPerCharacter;
    for (let place = fileStart + from * bytesPerCharacter; place < end; ) {
      const index = indexAt(this.characters, place);
      const run = this.characters[index];
      const holds = run !== undefined && place < run.end;
      const limit = Math.min(end, holds ? run.end : (this.characters[index + 1]?.start ?? end));
      const next = Math.max(place + bytesPerCharacter, limit - ((limit - place) % bytesPerCharacter));
      this.readRun(place, Math.min(end, next), bytesPerCharacter, this.lookOf(holds ? run : undefined));
      place = next;
    }
  }

  private lookOf(run: PropertyRun | undefined): DocRunLook {
    if (run === undefined) return runLook(run);
    const known = this.looks.get(run.changes) ?? runLook(run);
    this.looks.set(run.changes, known);
    return known;
  }

  private readRun(place: number, end: number, bytesPerCharacter: 1 | 2, look: DocRunLook): void {
    const text = decodings[bytesPerCharacter].decode(this.doc.main.subarray(place, end));
    let written = 0;
    for (const { index } of text.matchAll(marks)) {
      this.writer.write(text.slice(written, index), look);
      this.writer.mark(text.charCodeAt(index), () => runAt(this.paragraphs, place + index * bytesPerCharacter));
      written = index + 1;
    }
    this.writer.write(text.slice(written), look);
  }
}

const marks = /[\0-\x1f]/g;
/** A byte order mark is a character here like others. */
const decodings = {
  1: new TextDecoder('windows-1252'),
  2: new TextDecoder('utf-16le', { ignoreBOM: true }),
} as const;
