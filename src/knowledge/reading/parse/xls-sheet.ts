// The cells of one sheet of a binary workbook, row by row, as the cells show them.
import { showNumber } from './xlsx-cell.ts';
import { HiddenColumns, type SheetRow } from './sheet-rows.ts';
import type { SheetWriter } from './sheet-writer.ts';
import type { XlsWorkbook } from './xls-workbook.ts';
import { RecordReader, recordType, type XlsRecord, xlsRecords } from './xls-records.ts';

/** Types of records that hold cells (2.3.1). */
const types = {
  formula: 0x06,
  numbers: 0xbd,
  richText: 0xd6,
  sharedText: 0xfd,
  number: 0x203,
  text: 0x204,
  logical: 0x205,
  formulaText: 0x207,
  shortNumber: 0x27e,
} as const;

/** Types of records that tell what is hidden; they stand before the cells. */
const looks = { columns: 0x7d, row: 0x208 } as const;

const columns = 256;
const hiddenRowBit = 0x20;

/** Rows as they follow in the stream; files of other programs may store the cells of a row apart, which makes them two rows. */
export function* readRows(stream: Buffer, start: number, workbook: XlsWorkbook, writer: SheetWriter): Generator<SheetRow> {
  const reader = new SheetReader(workbook, writer);
  for (const record of xlsRecords(stream, start)) {
    if (record.type === recordType.end) break;
    const row = reader.read(record);
    if (row !== undefined) yield row;
  }
  const last = reader.finish();
  if (last !== undefined) yield last;
}

class SheetReader {
  private readonly workbook: XlsWorkbook;
  private readonly writer: SheetWriter;
  private row = -1;
  private cells: string[] = [];
  /** Texts of cells of this row that show nothing. */
  private hidden: string[] = [];
  private readonly hiddenRows = new Set<number>();
  private readonly hiddenColumns = new HiddenColumns();
  private formula: { readonly row: number; readonly column: number } | undefined;

  constructor(workbook: XlsWorkbook, writer: SheetWriter) {
    this.workbook = workbook;
    this.writer = writer;
  }

  /** The row before, once a cell of another row comes. */
  read(record: XlsRecord): SheetRow | undefined {
    const { type, body } = record;
    if (type === looks.row || type === looks.columns) return this.readLook(type, body);
    if (type === types.formulaText && this.formula !== undefined)
      return this.put(this.formula.row, this.formula.column, this.textAt(record, 0));
    if (!cellTypes.has(type)) return undefined;
    const [row, column] = [body.readUInt16LE(0), body.readUInt16LE(2)];
    if (type === types.numbers) return this.putNumbers(body, row, column);
    const style = body.readUInt16LE(4);
    if (type === types.sharedText) return this.put(row, column, this.workbook.texts[body.readUInt32LE(6)] ?? '', style);
    if (type === types.text || type === types.richText) return this.put(row, column, this.textAt(record, 6), style);
    if (type === types.number) return this.put(row, column, this.shown(body.readDoubleLE(6), style), style);
    if (type === types.shortNumber) return this.put(row, column, this.shown(shortNumber(body.readUInt32LE(6)), style), style);
    if (type === types.logical) return this.put(row, column, body.readUInt8(7) === 0 ? logical(body.readUInt8(6)) : '');
    return this.putFormula(body, row, column, style);
  }

  finish(): SheetRow | undefined {
    const { cells, hidden } = this;
    this.cells = [];
    this.hidden = [];
    return cells.length + hidden.length > 0 ? this.hiddenColumns.part(cells, this.hiddenRows.has(this.row), hidden) : undefined;
  }

  private readLook(type: number, body: Buffer): undefined {
    if (type === looks.row) {
      if (body.length >= 14 && (body.readUInt16LE(12) & hiddenRowBit) !== 0) this.hiddenRows.add(body.readUInt16LE(0));
    } else if (body.length >= 10 && (body.readUInt16LE(8) & 1) !== 0) this.hiddenColumns.hide(body.readUInt16LE(0), body.readUInt16LE(2));
  }

  /** `style`: of a cell that may show nothing. */
  private put(row: number, column: number, text: string, style?: number): SheetRow | undefined {
    this.writer.countCells();
    const before = row === this.row ? undefined : this.finish();
    this.row = row;
    const shown = text.replace(/\s+/g, ' ').trim();
    if (style !== undefined && this.workbook.styles.hidden.has(style)) {
      if (shown !== '') this.hidden.push(shown);
    } else if (shown !== '' && column < columns) {
      while (this.cells.length < column) this.cells.push('');
      this.cells[column] = shown;
    }
    return before;
  }

  private putNumbers(body: Buffer, row: number, first: number): SheetRow | undefined {
    let before: SheetRow | undefined;
    for (let at = 4, column = first; at + 8 <= body.length; at += 6, column += 1)
      before = this.put(row, column, this.shown(shortNumber(body.readUInt32LE(at + 2)), body.readUInt16LE(at))) ?? before;
    return before;
  }

  /** The result kept with a formula; a text follows in a record of its own (2.5.133). */
  private putFormula(body: Buffer, row: number, column: number, style: number): SheetRow | undefined {
    this.writer.builder.flag('formula_cell');
    this.formula = undefined;
    if (body.readUInt16LE(12) !== 0xffff) return this.put(row, column, this.shown(body.readDoubleLE(6), style));
    const kind = body.readUInt8(6);
    if (kind === 0) this.formula = { row, column };
    return this.put(row, column, kind === 1 ? logical(body.readUInt8(8)) : '');
  }

  private textAt(record: XlsRecord, at: number): string {
    const { isOld, decode } = this.workbook;
    const reader = new RecordReader(record, at);
    const length = reader.word();
    return isOld ? decode(record.body.subarray(at + 2, at + 2 + length)) : reader.richText(length);
  }

  private shown(value: number, style: number): string {
    const { styles, daysBefore } = this.workbook;
    const isDate = styles.dates.has(style) && value >= 0;
    if (styles.dates.has(style) && !isDate) return String(value);
    return showNumber(isDate ? value + daysBefore : value, style, styles, String(value));
  }
}

const cellTypes: ReadonlySet<number> = new Set(Object.values(types));

function logical(value: number): string {
  return value === 0 ? 'FALSE' : 'TRUE';
}

/** 30 bits of a whole number or of a number's upper half, perhaps in hundredths (2.5.217). */
function shortNumber(packed: number): number {
  const upper = Buffer.alloc(8);
  upper.writeUInt32LE((packed & 0xfffffffc) >>> 0, 4);
  const value = (packed & 2) === 0 ? upper.readDoubleLE(0) : packed >> 2;
  return (packed & 1) === 0 ? value : value / 100;
}
