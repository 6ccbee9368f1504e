// The first part of a binary workbook: its sheets, the texts and number formats that their cells refer to.
import { type Decode, decodeOf } from './code-pages.ts';
import { builtInDates, isDateCode } from './xlsx-cell.ts';
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
  /** Cell styles by whose number format a number is a date. */
  readonly dateStyles: ReadonlySet<number>;
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
  const styles: number[] = [];
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
    else if (type === types.style) styles.push(body.readUInt16LE(2));
  }
  const isDate = (format: number): boolean => {
    const code = codes.get(format);
    return code === undefined ? builtInDates(format) : isDateCode(code);
  };
  const dateStyles = new Set(styles.flatMap((format, style) => (isDate(format) ? [style] : [])));
  return { sheets, texts, dateStyles, daysBefore, isOld, decode };
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
