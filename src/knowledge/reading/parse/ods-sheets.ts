// The cells of an OpenDocument spreadsheet. Rows and cells are repeated by a number: what is empty is never written out, and what is
// written out is counted before, so that a small file cannot claim a large table.
import type { FileFlag } from '../reading.ts';
import { OdfStyles } from './odf-styles.ts';
import { isUnreadable } from './run-look.ts';
import { HiddenColumns, type SheetRow } from './sheet-rows.ts';
import { xmlAttribute, type XmlEvent, xmlEvents } from './xml-events.ts';

export interface OdsSheet {
  readonly name: string;
  readonly isHidden: boolean;
  readonly rows: readonly SheetRow[];
}

export interface OdsWatch {
  /** Throws when there are more than a document has. */
  readonly countCells: (count: number) => void;
  readonly flag: (flag: FileFlag) => void;
}

export function readOdsSheets(content: string, watch: OdsWatch): OdsSheet[] {
  const reader = new OdsReader(watch);
  for (const event of xmlEvents(content)) {
    reader.styles.read(event);
    reader.read(event);
  }
  return reader.sheets;
}

/** Whose text is not that of a cell. */
const leftOut: Readonly<Record<string, FileFlag | undefined>> = {
  'office:annotation': 'comments',
  'table:tracked-changes': 'tracked_changes',
  'table:shapes': undefined,
  'office:forms': undefined,
  'table:content-validations': undefined,
  'text:ruby-text': undefined,
};

interface OpenSheet {
  readonly name: string;
  readonly isHidden: boolean;
  readonly rows: SheetRow[];
  readonly columns: HiddenColumns;
  /** Columns declared so far. */
  declared: number;
}
interface OpenCell {
  readonly repeated: number;
  /** As it is kept; undefined: what it shows counts. */
  readonly kept: string | undefined;
  shown: string;
  /** In white on nothing. */
  readonly isHidden: boolean;
}

class OdsReader {
  readonly styles = new OdfStyles();
  readonly sheets: OpenSheet[] = [];
  private readonly watch: OdsWatch;
  private readonly hiddenStyles = new Set<string>();
  private style = '';
  /** Sheets inside cells (sub-tables) count as text of their cell. */
  private depth = 0;
  private row:
    | { readonly repeated: number; readonly cells: string[]; readonly hidden: string[]; empty: number; readonly isHidden: boolean }
    | undefined;
  private cell: OpenCell | undefined;
  private skipped: { readonly name: string; depth: number } | undefined;

  constructor(watch: OdsWatch) {
    this.watch = watch;
  }

  read(event: XmlEvent): void {
    if (this.skipped !== undefined) this.skip(event, this.skipped);
    else if (event.kind === 'text') {
      if (this.cell && this.paragraphs > 0) this.cell.shown += event.text.replace(/\s+/g, ' ');
    } else if (event.kind === 'open') this.open(event.name, event.attributes);
    else this.close(event.name);
  }

  private paragraphs = 0;

  private skip(event: XmlEvent, skipped: { readonly name: string; depth: number }): void {
    if (event.kind === 'text' || event.name !== skipped.name) return;
    skipped.depth += event.kind === 'open' ? 1 : -1;
    if (skipped.depth === 0) this.skipped = undefined;
  }

  private open(name: string, attributes: string): void {
    if (name in leftOut) {
      const flag = leftOut[name];
      if (flag) this.watch.flag(flag);
      this.skipped = { name, depth: 1 };
    } else if (name === 'style:style') this.style = xmlAttribute(attributes, 'style:name') ?? '';
    else if (name === 'style:table-properties') {
      if (xmlAttribute(attributes, 'table:display') === 'false') this.hiddenStyles.add(this.style);
    } else if (name === 'table:table') this.openSheet(attributes);
    else if (name === 'table:table-row' && this.depth === 1)
      this.row = {
        repeated: times(attributes, 'table:number-rows-repeated'),
        cells: [],
        hidden: [],
        empty: 0,
        isHidden: isHidden(attributes),
      };
    else if (name === 'table:table-column' && this.depth === 1) this.openColumns(attributes);
    else if ((name === 'table:table-cell' || name === 'table:covered-table-cell') && this.depth === 1)
      this.openCell(attributes, name === 'table:covered-table-cell');
    else if (name === 'text:p' || name === 'text:h') {
      this.paragraphs += 1;
      if (this.cell && this.cell.shown !== '') this.cell.shown += ' ';
    } else if ((name === 'text:s' || name === 'text:tab' || name === 'text:line-break') && this.cell) this.cell.shown += ' ';
  }

  private openSheet(attributes: string): void {
    this.depth += 1;
    if (this.depth > 1) return;
    const isHidden =
      this.hiddenStyles.has(xmlAttribute(attributes, 'table:style-name') ?? '') || xmlAttribute(attributes, 'table:display') === 'false';
    this.sheets.push({ name: xmlAttribute(attributes, 'table:name') ?? '', isHidden, rows: [], columns: new HiddenColumns(), declared: 0 });
  }

  private openColumns(attributes: string): void {
    const sheet = this.sheets.at(-1);
    if (!sheet) return;
    const first = sheet.declared;
    sheet.declared += times(attributes, 'table:number-columns-repeated');
    if (isHidden(attributes)) sheet.columns.hide(first, sheet.declared - 1);
  }

  private openCell(attributes: string, isCovered: boolean): void {
    this.watch.countCells(1);
    if (xmlAttribute(attributes, 'table:formula') !== undefined) this.watch.flag('formula_cell');
    const repeated = times(attributes, 'table:number-columns-repeated');
    const look = this.styles.lookOf([xmlAttribute(attributes, 'table:style-name') ?? '']);
    const isHidden = isUnreadable(look, { ground: undefined }, false);
    this.cell = { repeated, kept: isCovered ? '' : keptValue(attributes), shown: '', isHidden };
  }

  private close(name: string): void {
    if (name === 'table:table') this.depth -= 1;
    else if (name === 'text:p' || name === 'text:h') this.paragraphs -= 1;
    else if ((name === 'table:table-cell' || name === 'table:covered-table-cell') && this.depth === 1) this.closeCell();
    else if (name === 'table:table-row' && this.depth === 1) this.closeRow();
  }

  private closeCell(): void {
    const { row, cell } = this;
    this.cell = undefined;
    if (!row || !cell) return;
    const text = (cell.kept ?? cell.shown).trim();
    if (text === '' || cell.isHidden) {
      if (text !== '') row.hidden.push(text);
      row.empty += cell.repeated;
      return;
    }
    this.watch.countCells(row.empty + cell.repeated);
    row.cells.push(...Array.from({ length: row.empty }, () => ''), ...Array.from({ length: cell.repeated }, () => text));
    row.empty = 0;
  }

  private closeRow(): void {
    const { row } = this;
    this.row = undefined;
    if (!row || row.cells.length + row.hidden.length === 0) return;
    this.watch.countCells(row.cells.length * (row.repeated - 1));
    const sheet = this.sheets.at(-1);
    const parted = sheet?.columns.part(row.cells, row.isHidden, row.hidden);
    if (parted) for (let count = 0; count < row.repeated; count += 1) sheet?.rows.push(parted);
  }
}

/** Of a row or a column: by hand or by a filter. */
function isHidden(attributes: string): boolean {
  return (xmlAttribute(attributes, 'table:visibility') ?? 'visible') !== 'visible';
}

function times(attributes: string, name: string): number {
  const value = Number(xmlAttribute(attributes, name) ?? 1);
  return Number.isSafeInteger(value) && value > 0 ? value : 1;
}

/** Numbers as they are kept, as in other workbooks; days and truth values in one form. Texts and percentages count as they are shown. */
function keptValue(attributes: string): string | undefined {
  const type = xmlAttribute(attributes, 'office:value-type') ?? xmlAttribute(attributes, 'calcext:value-type');
  if (type === 'float' || type === 'currency') return xmlAttribute(attributes, 'office:value');
  if (type === 'boolean') return xmlAttribute(attributes, 'office:boolean-value')?.toUpperCase();
  if (type === 'date')
    return xmlAttribute(attributes, 'office:date-value')
      ?.replace(/T00:00:00(?:\.0+)?$/, '')
      .replace('T', ' ')
      .replace(/(:\d\d):\d\d(?:\.\d+)?$/, '$1');
  return undefined;
}
