// ODS (ISO/IEC 26300): the sheets in their order, each row of cells that hold something a row of a table, numbers and dates as they are
// kept. Hidden sheets are left out, covered cells of merged ones are empty.
import type { ParseResult } from '../draft.ts';
import type { ParseOptions } from '../parse-options.ts';
import { openOdf } from './odf-package.ts';
import { type OdsSheet, readOdsSheets } from './ods-sheets.ts';
import { SheetWriter } from './sheet-writer.ts';

export function parseOds(bytes: Uint8Array, { password }: ParseOptions): ParseResult {
  const opened = openOdf(bytes, password);
  if (opened.kind === 'rejected') return opened;
  const writer = new SheetWriter();
  for (const flag of opened.flags) writer.builder.flag(flag);
  const sheets = readOdsSheets(opened.content, {
    countCells: (count) => writer.countCells(count),
    flag: (flag) => writer.builder.flag(flag),
  });
  const isShown = (sheet: OdsSheet) => !sheet.isHidden;
  const isOneOfMany = sheets.filter(isShown).length > 1;
  for (const { name, isHidden, rows } of sheets) {
    if (isHidden) writer.leaveOut(name, rows);
    else writer.add(name, rows, isOneOfMany);
  }
  return { kind: 'parsed', draft: writer.builder.build() };
}
