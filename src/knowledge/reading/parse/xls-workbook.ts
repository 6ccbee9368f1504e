// The first part of a binary workbook: its sheets, the texts and number formats that their cells refer to.
import { type Decode, decodeOf } from './code-pages.ts';
import { builtInDates, type CellStyles, isDateCode, percentDecimals, showsNothing } from './xlsx-cell.ts';
import { MalformedFile } from './malformed-file.ts';
import { RecordReader, recordType, type XlsRecord, xlsRecords } from './xls-records.ts';

export interface XlsSheet {
  readonly name: string;
  readonly isHidden: boolean;
  readonly kind: 'cells' | 'program' | 'other';
  /** Where its records start in the stream. */
  readonly start: number;
}

export interface XlsWorkbook {
  readonly sheets: readonly XlsSheet[];
  readonly texts: readonly string[];
  readonly styles: CellStyles;
  /** Days counted from 1904 are this many fewer. */
  readonly daysBefore: 0 | 1462;
  /** Before Excel 97 letters are bytes of the workbook's code page. */
  readonly isOld: boolean;
  readonly decode: Decode;
}

/** Types of records (2.3.1). */
const types = {
  texts: 0xfc,
  format: 0x41e,
  oldFormat: 0x1e,
  style: 0xe0,
  font: 0x31,
  from1904: 0x22,
  codePage: 0x42,
} as const;

const mostTexts = 1_000_000;
const kinds: Readonly<Record<number, XlsSheet['kind']>> = { 0: 'cells', 1: 'program', 6: 'program' };

export function readWorkbook(stream: Buffer): XlsWorkbook | undefined {
  if (stream.readUInt16LE(0) !== recordType.start) return undefined;
  const isOld = stream.readUInt16LE(4) < 0x0600;
  const sheets: XlsSheet[] = [];
  const codes = new Map<number, string>();
  const styles: Style[] = [];
  const whiteFonts: boolean[] = [];
  let texts: readonly string[] = [];
  let daysBefore: XlsWorkbook['daysBefore'] = 0;
  let decode = decodeOf(1252);
  for (const record of xlsRecords(stream)) {
    const { type, body } = record;
    if (type === recordType.end) break;
    if (type === types.codePage) decode = decodeOf(body.readUInt16LE(0));
    else if (type === types.from1904) daysBefore = body.readUInt16LE(0) === 1 ? 1462 : 0;
    else if (type === recordType.sheet) sheets.push(sheetOf(record, isOld ? decode : undefined));
    else if (type === types.texts) texts = textsOf(record);
    else if (type === types.format) codes.set(body.readUInt16LE(0), isOld ? decode(body.subarray(3)) : shortText(record, 2));
    else if (type === types.style) styles.push(styleOf(body));
    else if (type === types.font) whiteFonts.push(body.readUInt16LE(4) === whiteIndex);
  }
  return { sheets, texts, styles: stylesOf(styles, codes, whiteFonts), daysBefore, isOld, decode };
}

interface Style {
  readonly font: number;
  readonly format: number;
  readonly isFilled: boolean;
}

const whiteIndex = 9;

/** Before Excel 97 fills are stored in another way, and count as there (2.4.353). */
function styleOf(body: Buffer): Style {
  const isFilled = body.length < 20 || body.readUInt32LE(14) >>> 26 !== 0;
  return { font: body.readUInt16LE(0), format: body.readUInt16LE(2), isFilled };
}

function stylesOf(styles: readonly Style[], codes: ReadonlyMap<number, string>, whiteFonts: readonly boolean[]): CellStyles {
  const [dates, percents, hidden] = [new Set<number>(), new Map<number, number>(), new Set<number>()];
  for (const [style, { font, format, isFilled }] of styles.entries()) {
    const code = codes.get(format);
    const decimals = percentDecimals(format, code);
    if (code === undefined ? builtInDates(format) : isDateCode(code)) dates.add(style);
    if (decimals !== undefined) percents.set(style, decimals);
    // There is no font of number 4.
    if (showsNothing(code) || (!isFilled && whiteFonts[font > 4 ? font - 1 : font] === true)) hidden.add(style);
  }
  return { dates, percents, hidden };
}

/** A text after its length in a word. */
function shortText(record: XlsRecord, at: number): string {
  const reader = new RecordReader(record, at);
  return reader.richText(reader.word());
}

function sheetOf(record: XlsRecord, decode: Decode | undefined): XlsSheet {
  const { body } = record;
  const length = body.readUInt8(6);
  const name = decode ? decode(body.subarray(7, 7 + length)) : new RecordReader(record, 7).richText(length);
  return { name, isHidden: (body.readUInt8(4) & 3) !== 0, kind: kinds[body.readUInt8(5)] ?? 'other', start: body.readUInt32LE(0) };
}

function textsOf(record: XlsRecord): string[] {
  const count = record.body.readUInt32LE(4);
  if (count > mostTexts) throw new MalformedFile('more texts than a document has', 'decompression-bomb');
  const reader = new RecordReader(record, 8);
  return Array.from({ length: count }, () => reader.richText(reader.word()));
}
