// XLS and ET, the binary workbooks of Excel 5 to 2003: the sheets in their order, each row of cells that hold something a row of a table.
import type { ParseResult } from '../draft.ts';
import type { ParseOptions } from '../parse-options.ts';
import { openCompoundFile } from './compound-file.ts';
import { compoundFlags } from './ole-flags.ts';
import { SheetWriter } from './sheet-writer.ts';
import { openWorkbookStream } from './xls-encryption.ts';
import { readWorkbook } from './xls-workbook.ts';
import { readRows } from './xls-sheet.ts';

export function parseXls(bytes: Uint8Array, { password }: ParseOptions): ParseResult {
  const container = openCompoundFile(bytes);
  const stored = container.stream('Workbook') ?? container.stream('Book');
  const stream = stored && openWorkbookStream(stored, password);
  const workbook = stream && readWorkbook(stream);
  if (stream === undefined || workbook === undefined) return { kind: 'rejected', reason: 'damaged' };
  const writer = new SheetWriter();
  for (const flag of compoundFlags(container)) writer.builder.flag(flag);
  const tables = workbook.sheets.filter(({ kind }) => kind === 'cells');
  if (workbook.sheets.some(({ kind }) => kind === 'program')) writer.builder.flag('macro');
  const isOneOfMany = tables.filter(({ isHidden }) => !isHidden).length > 1;
  for (const { name, isHidden, start } of tables) {
    const rows = readRows(stream, start, workbook, writer);
    if (isHidden) writer.leaveOut(name, rows);
    else writer.add(name, rows, isOneOfMany);
  }
  return { kind: 'parsed', draft: writer.builder.build() };
}
