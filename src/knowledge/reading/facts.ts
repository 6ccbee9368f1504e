// What a document says of itself: its number, its dates, what it repeals. Only what is written; nothing is concluded from silence.
import { clausesOf } from './clauses.ts';
import { effectiveDate, expiryDate, tellsForce } from './force.ts';
import { issuerOf } from './issuer.ts';
import { ownNumber } from './own-number.ts';
import type { DocumentFacts, ReadingText } from './reading.ts';
import { isoDay, writtenDay } from './written-day.ts';

/** Number and date of issue stand at the head or the foot of a document, never in its middle. */
const headParagraphs = 20;
const footParagraphs = 20;
/** Clauses on force and repeal are short; a longer paragraph tells of something else. */
const longestClause = 2000;

export function factsOf(reading: ReadingText): DocumentFacts {
  const lines = reading.paragraphs.map(({ start, end }) => reading.text.slice(start, end).trim());
  const documentNumber = ownNumber(lines.slice(0, headParagraphs));
  const dateIndex = publicationLine(lines);
  const publishedOn = publicationDate(lines[dateIndex]);
  const issuer = issuerOf(lines, lines[dateIndex - 1]);
  const clauses = lines.filter((line) => line.length <= longestClause && tellsForce.test(line));
  const effectiveOn = clauses.map((clause) => effectiveDate(clause, publishedOn)).find(isFound);
  const expiredOn = clauses.map((clause) => expiryDate(clause, effectiveOn)).find(isFound);
  const repeals = repealedTitles(reading);
  return {
    ...(documentNumber && { documentNumber }),
    ...(issuer && { issuer }),
    ...(publishedOn && { publishedOn }),
    ...(effectiveOn && { effectiveOn }),
    ...(expiredOn && { expiredOn }),
    ...(repeals.length > 0 && { repeals }),
  };
}

function isFound<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

/** The date of issue stands on a line of its own, which is short. */
const longestDateLine = 100;
const wholeLineDate = new RegExp(
  `^[（(]?(?:成文日期|发文日期|发布日期|印发日期|发布时间)?[:：|\\s]*${writtenDay}(?:印发|发布|公布)?[）)]?$`,
);

/** The foot is searched first: what stands at the head may be the date of a page rather than of its document. Without a date -1. */
function publicationLine(lines: readonly string[]): number {
  const isDate = (line: string) => line.length <= longestDateLine && publicationDate(line) !== undefined;
  const inFoot = lines.findLastIndex((line, index) => index >= lines.length - footParagraphs && isDate(line));
  return inFoot === -1 ? lines.slice(0, headParagraphs).findIndex(isDate) : inFoot;
}

function publicationDate(line: string | undefined): string | undefined {
  const found = wholeLineDate.exec(line ?? '');
  return found === null ? undefined : isoDay(found.slice(1, 4));
}

const titles = /《([^《》]*(?:《[^《》]*》[^《》]*)*)》(?:[（(][^（）()]{1,40}[）)])?/g;

function repealedTitles(reading: ReadingText): string[] {
  const named = new Set<string>();
  for (const { text, repeals } of clausesOf(reading))
    if (repeals && text.length <= longestClause) for (const match of text.matchAll(titles)) named.add(match[1] ?? '');
  return [...named];
}
