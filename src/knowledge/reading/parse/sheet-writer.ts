// Puts the sheets of a workbook into a draft: each row of cells that hold something a row of a table. Hidden sheets, rows
// and columns are left out, whatever hides them: a filter too.
import { DraftBuilder, type Piece } from '../draft.ts';
import { MalformedFile } from './malformed-file.ts';
import type { SheetRow } from './sheet-rows.ts';

/** Sheets of offices have some thousand rows; what declares or holds more is data, not a document. */
const mostCells = 200_000;

export class SheetWriter {
  readonly builder = new DraftBuilder();
  private rows = 0;
  private cells = 0;

  /** The name of an only sheet says nothing. */
  add(name: string, rows: Iterable<SheetRow>, isOneOfMany: boolean): void {
    if (isOneOfMany) this.builder.add('heading', [{ text: name }], { level: 1 });
    for (const { shown: cells, hidden } of rows) {
      this.builder.leaveOut('hidden-text-removed', hidden.join(' '));
      const [only, ...others] = cells.filter((text) => text !== '');
      if (only !== undefined && others.length === 0) this.builder.add('body', [this.piece(only)]);
      else if (only !== undefined) this.builder.addRow(cells.map((text) => [this.piece(text)]));
      this.rows += 1;
    }
  }

  leaveOut(name: string, rows: Iterable<SheetRow>): void {
    this.builder.flag('hidden_sheet');
    for (const { shown, hidden } of rows) this.builder.leaveOut('hidden-sheet-removed', `${name}: ${[...shown, ...hidden].join(' ')}`);
  }

  countCells(count = 1): void {
    this.cells += count;
    if (this.cells > mostCells) throw new MalformedFile('more cells than a document has', 'decompression-bomb');
  }

  private piece(text: string): Piece {
    return { text, origin: { kind: 'paragraph', paragraph: this.rows, at: 0, length: text.length } };
  }
}
