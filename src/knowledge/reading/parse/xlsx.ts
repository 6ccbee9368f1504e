// XLSX: the sheets in their order, each row of cells that hold something a row of a table, as the cells show it. Hidden
// sheets, rows and columns are left out.
import type { ParseResult } from '../draft.ts';
import { isRelationsPart, packageFlags } from './package-flags.ts';
import { HiddenColumns, type SheetRow } from './sheet-rows.ts';
import { SheetWriter } from './sheet-writer.ts';
import { xmlAttribute, xmlEvents } from './xml-events.ts';
import { type CellStyles, showCell } from './xlsx-cell.ts';
import { readCellStyles } from './xlsx-styles.ts';
import { readSheets, readSharedTexts } from './xlsx-workbook.ts';
import { readZipParts } from './zip-parts.ts';

const wanted = /^xl\/(?:workbook|sharedStrings|styles|worksheets\/[^/]+)\.xml$/i;

export function parseXlsx(bytes: Uint8Array): ParseResult {
  const unpacked = readZipParts(bytes, (name) => wanted.test(name) || isRelationsPart(name));
  if (unpacked.kind === 'rejected') return unpacked;
  const { parts } = unpacked;
  const workbook = parts.get('xl/workbook.xml');
  if (workbook === undefined) return { kind: 'rejected', reason: 'damaged' };
  const sheets = readSheets(workbook, parts.get('xl/_rels/workbook.xml.rels') ?? '');
  const reader = new XlsxReader(readSharedTexts(parts.get('xl/sharedStrings.xml') ?? ''), readCellStyles(parts.get('xl/styles.xml') ?? ''));
  const { builder } = reader.writer;
  for (const flag of packageFlags(unpacked)) builder.flag(flag);
  const isOneOfMany = sheets.filter((sheet) => !sheet.isHidden).length > 1;
  for (const { name, isHidden, part } of sheets) {
    const rows = reader.rowsOf(parts.get(part) ?? '');
    if (isHidden) reader.writer.leaveOut(name, rows);
    else reader.writer.add(name, rows, isOneOfMany);
  }
  return { kind: 'parsed', draft: builder.build() };
}

class XlsxReader {
  readonly writer = new SheetWriter();
  private readonly texts: readonly string[];
  private readonly styles: CellStyles;

  constructor(texts: readonly string[], styles: CellStyles) {
    this.texts = texts;
    this.styles = styles;
  }

  *rowsOf(xml: string): Generator<SheetRow> {
    const columns = new HiddenColumns();
    let row: string[] = [];
    let hidden: string[] = [];
    // Tables and rules give cells a ground that their own styles do not know.
    const isStyledElsewhere = /<(?:tableParts|conditionalFormatting)\b/.test(xml);
    let isRowHidden = false;
    let cell: { readonly column: number; readonly type: string; readonly style: number; value: string } | undefined;
    let isValue = false;
    for (const event of xmlEvents(xml)) {
      if (event.kind === 'text') {
        if (cell && isValue) cell.value += event.text;
      } else if (event.kind === 'open') {
        if (event.name === 'row') {
          row = [];
          isRowHidden = isTrue(xmlAttribute(event.attributes, 'hidden'));
        } else if (event.name === 'col') hideColumns(columns, event.attributes);
        else if (event.name === 'c') cell = this.startCell(event.attributes, row.length);
        else if (event.name === 'f') this.writer.builder.flag('formula_cell');
        isValue = event.name === 'v' || event.name === 't';
      } else if (event.name === 'v' || event.name === 't') isValue = false;
      else if (event.name === 'c' && cell) {
        const text = showCell(cell, this.texts, this.styles);
        if (text !== '' && !isStyledElsewhere && this.styles.hidden.has(cell.style)) hidden.push(text);
        else if (text !== '') {
          while (row.length < cell.column) row.push('');
          row[cell.column] = text;
        }
      } else if (event.name === 'row' && row.length + hidden.length > 0) {
        yield columns.part(row, isRowHidden, hidden);
        hidden = [];
      }
    }
  }

  private startCell(attributes: string, next: number) {
    this.writer.countCells();
    const letters = /^[A-Z]{1,3}/.exec(xmlAttribute(attributes, 'r') ?? '')?.[0];
    const column = letters === undefined ? next : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
    return { column, type: xmlAttribute(attributes, 't') ?? 'n', style: Number(xmlAttribute(attributes, 's') ?? 0), value: '' };
  }
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

/** Columns are numbered from 1. */
function hideColumns(columns: HiddenColumns, attributes: string): void {
  if (!isTrue(xmlAttribute(attributes, 'hidden'))) return;
  const first = Number(xmlAttribute(attributes, 'min') ?? Number.NaN);
  columns.hide(first - 1, Number(xmlAttribute(attributes, 'max') ?? first) - 1);
}
