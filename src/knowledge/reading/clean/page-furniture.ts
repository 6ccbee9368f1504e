// Lines that belong to the page or to the site it was copied from, not to the text: page numbers, running heads, tables of contents,
// and what document-sharing sites put around a text.
import { type CleaningStep, type Line, removeLines } from './cleaning-step.ts';

export const removePageFurniture: CleaningStep = {
  kind: 'page-furniture-removed',
  find: (input) => {
    const { lines } = input;
    const tests = [isPageNumber, ascendingNumbers(lines), runningHead(lines), contentsLine(lines), siteLine(lines)];
    return removeLines(
      input,
      (line, index) => line.kind !== 'table-row' && line.text.length <= longestFurniture && tests.some((test) => test(line, index)),
    );
  },
};

/** Notices of rights are the longest; a longer paragraph is text. */
const longestFurniture = 200;

type LineTest = (line: Line, index: number) => boolean;
const never: LineTest = () => false;

const pageNumber =
  /^(?:.{0,60}_第\s*\d+\s*页|第\s*\d+\s*页(?:\s*[/，,]?\s*共\s*\d+\s*页)?|共\s*\d+\s*页|Page\s+\d+(?:\s+of\s+\d+)?|[-—–－]+\s*\d{1,4}\s*[-—–－]+)$/i;

function isPageNumber({ text }: Line): boolean {
  return pageNumber.test(text);
}

/** Bare numbers are page numbers if several stand on lines of their own and count upwards one by one. */
function ascendingNumbers(lines: readonly Line[]): LineTest {
  const numbers = lines.filter(({ text }) => /^\d{1,4}$/.test(text)).map(({ text }) => Number(text));
  const isCounting = numbers.length >= 3 && numbers.every((number, index) => index === 0 || number === (numbers[index - 1] ?? 0) + 1);
  return isCounting ? ({ text }) => /^\d{1,4}$/.test(text) : never;
}

/** A short line is a running head if it recurs beside page numbers. */
function runningHead(lines: readonly Line[]): LineTest {
  const counts = new Map<string, number>();
  lines.forEach((line, index) => {
    const neighbours = [lines[index - 1], lines[index + 1]];
    if (line.text.length <= 40 && !isPageNumber(line) && neighbours.some((neighbour) => neighbour !== undefined && isPageNumber(neighbour)))
      counts.set(line.text, (counts.get(line.text) ?? 0) + 1);
  });
  return ({ text }) => (counts.get(text) ?? 0) >= 3;
}

const leader = /(?:[.．·•]{3,}|…{2,}|(?:[.．·]\s){3,})\s*[(（]?\d{1,4}[)）]?$|\t\s*[(（]\d{1,4}[)）]$/;

/** Entries of a table of contents: a title, a leader of dots or a tab, a page number; one alone may be something else. */
function contentsLine(lines: readonly Line[]): LineTest {
  return lines.filter(({ text }) => text.length <= longestFurniture && leader.test(text)).length >= 3
    ? ({ text }) => leader.test(text) || /^目\s*[录次]$/.test(text)
    : never;
}

const siteMark = /^(?:下载本文档|版权说明[:：]本文档由用户提供.*|已阅读\s*\d+\s*页.{0,3}还剩\s*\d+\s*页未读.*|继续(?:免费)?阅读)$/;
const siteRemark =
  /^(?:文档简介|温馨提示|评论|提交评论|最新文档|相关资源|\d+\/\d+)$|^[\s•·]*\d{1,2}[.、]\s*(?:本站|人人文库|下载文件中如有|未经权益所有人)/;

/** Two marks of a sharing site make its other remarks furniture too; 温馨提示 alone may be the heading of a real notice. */
function siteLine(lines: readonly Line[]): LineTest {
  const isSite = lines.filter(({ text }) => siteMark.test(text)).length >= 2;
  return isSite ? ({ text }) => siteMark.test(text) || siteRemark.test(text) : never;
}
