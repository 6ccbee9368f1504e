// The styles of a workbook's cells (ECMA-376 part 1, 18.8), as far as they decide what a cell shows.
import { builtInDates, type CellStyles, isDateCode, percentDecimals, showsNothing } from './xlsx-cell.ts';
import { isAlike } from './colours.ts';
import { xmlAttribute, xmlEvents } from './xml-events.ts';

export function readCellStyles(xml: string): CellStyles {
  const codes = new Map<number, string>();
  const fonts: boolean[] = [];
  const fills: boolean[] = [];
  const [dates, percents, hidden] = [new Set<number>(), new Map<number, number>(), new Set<number>()];
  const within = new Set<string>();
  let style = 0;
  for (const event of xmlEvents(xml)) {
    if (event.kind === 'text') continue;
    const { name } = event;
    if (event.kind === 'close') {
      within.delete(name);
      continue;
    }
    within.add(name);
    const { attributes } = event;
    const number = (attribute: string) => Number(xmlAttribute(attributes, attribute) ?? 0);
    if (name === 'numFmt') codes.set(number('numFmtId'), xmlAttribute(attributes, 'formatCode') ?? '');
    else if (name === 'font' && within.has('fonts')) fonts.push(false);
    else if (name === 'color' && within.has('font') && within.has('fonts')) fonts[fonts.length - 1] = isWhite(attributes);
    else if (name === 'patternFill' && within.has('fills')) fills.push(!/^(?:none)?$/.test(xmlAttribute(attributes, 'patternType') ?? ''));
    else if (name === 'gradientFill' && within.has('fills')) fills.push(true);
    else if (name === 'fgColor' && within.has('fills') && isWhite(attributes)) fills[fills.length - 1] = false;
    else if (name === 'xf' && within.has('cellXfs')) {
      const id = number('numFmtId');
      const code = codes.get(id);
      const decimals = percentDecimals(id, code);
      if (code === undefined ? builtInDates(id) : isDateCode(code)) dates.add(style);
      if (decimals !== undefined) percents.set(style, decimals);
      if (showsNothing(code) || (fonts[number('fontId')] === true && fills[number('fillId')] !== true)) hidden.add(style);
      style += 1;
    }
  }
  return { dates, percents, hidden };
}

/** The first colour of a theme is that of the paper. */
function isWhite(attributes: string): boolean {
  const colour = /^(?:[\dA-F]{2})?([\dA-F]{6})$/i.exec(xmlAttribute(attributes, 'rgb') ?? '')?.[1];
  if (colour !== undefined) return isAlike(colour, 'ffffff');
  return xmlAttribute(attributes, 'theme') === '0' && xmlAttribute(attributes, 'tint') === undefined;
}
