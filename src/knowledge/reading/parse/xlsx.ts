// XLSX: the sheets in their order, each row of cells that hold something a row of a table, as the cells show it. Hidden sheets are left out.
import { DraftBuilder, type ParseResult, type Piece } from '../draft.ts';
import { isRelationsPart, packageFlags } from './package-flags.ts';
import { MalformedXml, xmlAttribute, xmlEvents } from './xml-events.ts';
import { readStyledDates, showCell } from './xlsx-cell.ts';
import { readSheets, readSharedTexts } from './xlsx-workbook.ts';
import { readZipParts } from './zip-parts.ts';

const wanted = /^xl\/(?:workbook|sharedStrings|styles|worksheets\/[^/]+)\.xml$/i;
/** Sheets of offices have some thousand rows; what declares or holds more is data, not a document. */
const mostCells = 500_000;

export function parseXlsx(bytes: Uint8Array): ParseResult {
  const unpacked = readZipParts(bytes, (name) => wanted.test(name) || isRelationsPart(name));
  if (unpacked.kind === 'rejected') return unpacked;
  const { parts } = unpacked;
  const workbook = parts.get('xl/workbook.xml');
  if (workbook === undefined) return { kind: 'rejected', reason: 'damaged' };
  const sheets = readSheets(workbook, parts.get('xl/_rels/workbook.xml.rels') ?? '');
  const reader = new XlsxReader(
    readSharedTexts(parts.get('xl/sharedStrings.xml') ?? ''),
    readStyledDates(parts.get('xl/styles.xml') ?? ''),
  );
  for (const flag of packageFlags(unpacked)) reader.builder.flag(flag);
  for (const { name, isHidden, part } of sheets) {
    if (isHidden) reader.leaveOut(name, parts.get(part) ?? '');
    else reader.read(name, parts.get(part) ?? '', sheets.filter((sheet) => !sheet.isHidden).length > 1);
  }
  return { kind: 'parsed', draft: reader.builder.build() };
}

class XlsxReader {
  readonly builder = new DraftBuilder();
  private readonly texts: readonly string[];
  private readonly dateStyles: ReadonlySet<number>;
  private rows = 0;
  private cells = 0;

  constructor(texts: readonly string[], dateStyles: ReadonlySet<number>) {
    this.texts = texts;
    this.dateStyles = dateStyles;
  }

  read(name: string, xml: string, isOneOfMany: boolean): void {
    if (isOneOfMany) this.builder.add('heading', [{ text: name }], { level: 1 });
    for (const cells of this.rowsOf(xml)) {
      const [only, ...others] = cells.filter((text) => text !== '');
      if (only !== undefined && others.length === 0) this.builder.add('body', [this.piece(only)]);
      else if (only !== undefined) this.builder.addRow(cells.map((text) => [this.piece(text)]));
      this.rows += 1;
    }
  }

  leaveOut(name: string, xml: string): void {
    this.builder.flag('hidden_sheet');
    for (const cells of this.rowsOf(xml)) this.builder.leaveOut('hidden-sheet-removed', `${name}: ${cells.join(' ')}`);
  }

  private piece(text: string): Piece {
    return { text, origin: { kind: 'paragraph', paragraph: this.rows, at: 0, length: text.length } };
  }

  /** Rows without empty cells at their end; an empty cell between others is ''. */
  private *rowsOf(xml: string): Generator<string[]> {
    let row: string[] = [];
    let cell: { readonly column: number; readonly type: string; readonly style: number; value: string } | undefined;
    let isValue = false;
    for (const event of xmlEvents(xml)) {
      if (event.kind === 'text') {
        if (cell && isValue) cell.value += event.text;
      } else if (event.kind === 'open') {
        if (event.name === 'row') row = [];
        else if (event.name === 'c') cell = this.startCell(event.attributes, row.length);
        else if (event.name === 'f') this.builder.flag('formula_cell');
        isValue = event.name === 'v' || event.name === 't';
      } else if (event.name === 'v' || event.name === 't') isValue = false;
      else if (event.name === 'c' && cell) {
        const text = showCell(cell, { texts: this.texts, dateStyles: this.dateStyles });
        if (text !== '') {
          while (row.length < cell.column) row.push('');
          row[cell.column] = text;
        }
      } else if (event.name === 'row' && row.length > 0) yield row;
    }
  }

  private startCell(attributes: string, next: number) {
    this.cells += 1;
    if (this.cells > mostCells) throw new MalformedXml('more cells than a document has', 'decompression-bomb');
    const letters = /^[A-Z]{1,3}/.exec(xmlAttribute(attributes, 'r') ?? '')?.[0];
    const column = letters === undefined ? next : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
    return { column, type: xmlAttribute(attributes, 't') ?? 'n', style: Number(xmlAttribute(attributes, 's') ?? 0), value: '' };
  }
}
