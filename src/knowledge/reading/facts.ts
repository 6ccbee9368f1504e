// What a document says of itself: its number, its dates, what it repeals. Only what is written; nothing is concluded from silence.
import { parseNumeral } from '../search/chinese-numeral.ts';
import { issuerOf } from './issuer.ts';
import type { DocumentFacts, ReadingText } from './reading.ts';

/** Number and date of issue stand at the head or the foot of a document, never in its middle. */
const headParagraphs = 20;
const footParagraphs = 20;
/** Clauses on force and repeal are short; a longer paragraph tells of something else. */
const longestClause = 2000;

export function factsOf(reading: ReadingText): DocumentFacts {
  const lines = reading.paragraphs.map(({ start, end }) => reading.text.slice(start, end).trim());
  const documentNumber = lines.slice(0, headParagraphs).filter(isOneLine).map(ownNumber).find(isFound);
  const dateIndex = publicationLine(lines);
  const publishedOn = publicationDate(lines[dateIndex]);
  const issuer = issuerOf(lines, lines[dateIndex - 1]);
  const clauses = lines.filter((line) => line.length <= longestClause && /施行|实施|执行|有效期|试行期|废止|失效/.test(line));
  const effectiveOn = clauses.map((clause) => effectiveDate(clause, publishedOn)).find(isFound);
  const expiredOn = clauses.map((clause) => expiryDate(clause, effectiveOn)).find(isFound);
  const repeals = [...new Set(clauses.flatMap(repealedTitles))];
  return {
    ...(documentNumber && { documentNumber }),
    ...(issuer && { issuer }),
    ...(publishedOn && { publishedOn }),
    ...(effectiveOn && { effectiveOn }),
    ...(expiredOn && { expiredOn }),
    ...(repeals.length > 0 && { repeals }),
  };
}

/** Number and date stand on lines of their own, which are short. */
function isOneLine(line: string): boolean {
  return line.length <= 100;
}

function isFound<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

const numberPattern = /([\p{Script=Han}]{1,12})\s*[〔[［（(【]\s*((?:19|20)\d{2})\s*[〕\]］）)】]\s*第?\s*0*(\d{1,5})\s*号/u;

/** The first 发文字号 in a text, in its normal form: 云政发〔2024〕3号. */
export function findDocumentNumber(text: string): string | undefined {
  const found = numberPattern.exec(text);
  return found === null ? undefined : `${found[1]}〔${found[2]}〕${found[3]}号`;
}

/** A document's own number stands alone on its line; numbers inside sentences are those of others. */
function ownNumber(line: string): string | undefined {
  const bare = line.replace(/^(?:发文字号|文号)[:：|\s]*/, '').replace(/\s*签发人.*$/, '');
  const match = numberPattern.exec(bare);
  return match !== null && match[0].length === bare.length ? findDocumentNumber(bare) : undefined;
}

const date = '([〇零一二三四五六七八九\\d]{4})\\s*年\\s*([一二三四五六七八九十\\d]{1,3})\\s*月\\s*([一二三四五六七八九十\\d]{1,3})\\s*日';
const wholeLineDate = new RegExp(`^[（(]?(?:成文日期|发文日期|发布日期|印发日期|发布时间)?[:：|\\s]*${date}(?:印发|发布|公布)?[）)]?$`);

/** The foot is searched first: what stands at the head may be the date of a page rather than of its document. Without a date -1. */
function publicationLine(lines: readonly string[]): number {
  const isDate = (line: string) => isOneLine(line) && publicationDate(line) !== undefined;
  const inFoot = lines.findLastIndex((line, index) => index >= lines.length - footParagraphs && isDate(line));
  return inFoot === -1 ? lines.slice(0, headParagraphs).findIndex(isDate) : inFoot;
}

function publicationDate(line: string | undefined): string | undefined {
  const found = wholeLineDate.exec(line ?? '');
  return found === null ? undefined : toDay(found);
}

/** `2018年3月1日起施行的《办法》` tells of another rule. */
const startPattern = new RegExp(`(?:自|从|于)?${date}\\s*(?:起|开始)?(?:正式)?(?:施行|实施|执行|生效)(?!的)`);

function effectiveDate(clause: string, publishedOn: string | undefined): string | undefined {
  const found = startPattern.exec(clause);
  if (found !== null) return toDay(found);
  const isOwnClause = /自(?:发布|印发|公布)之日起(?:施行|实施|执行|生效)/.test(clause);
  return isOwnClause ? publishedOn : undefined;
}

const untilPattern = new RegExp(`有效期(?:限)?(?:自${date}起)?(?:截)?[至到]${date}`);
const yearsPattern = /(?:有效|试行)期(?:限)?(?:为|暂定)?\s*([一二两三四五六七八九十\d]+)\s*年/;

/** The last day of validity still counts, so the document expires on the day after it; N years end on the same day of a later year. */
function expiryDate(clause: string, effectiveOn: string | undefined): string | undefined {
  const until = untilPattern.exec(clause);
  if (until !== null) {
    const last = toDay([until[0], ...until.slice(4)]);
    return last === undefined ? undefined : nextDay(last);
  }
  const years = parseNumeral(yearsPattern.exec(clause)?.[1] ?? '');
  return years === undefined || effectiveOn === undefined ? undefined : addYears(effectiveOn, years);
}

const title = '《([^《》]*(?:《[^《》]*》[^《》]*)*)》';
const titles = new RegExp(`${title}(?:[（(][^（）()]{1,40}[）)])?`, 'g');

/** Ends in 同时废止 and the like; 《办法》第三条废止 repeals an article, not the rule. */
export function isRepealing(part: string): boolean {
  return /(?:同时|即行|予以|自行|相应)?(?:废止|停止执行|失效)$/.test(part.trim()) && !/第.{1,6}条.{0,4}(?:废止|失效)/.test(part);
}

function repealedTitles(clause: string): string[] {
  const parts = clause.split(/[。；]/).filter(isRepealing);
  return parts.flatMap((part) => [...part.matchAll(titles)].map((match) => match[1] ?? ''));
}

const fromDate = new RegExp(`${date}\\s*起`);

/** From when a clause counts, where it says so: 自…起. */
export function firstDayIn(clause: string): string | undefined {
  const found = fromDate.exec(clause);
  return found === null ? undefined : toDay(found);
}

function toDay(match: readonly (string | undefined)[]): string | undefined {
  const [year, month, day] = match.slice(1, 4).map((part) => parseNumeral(part ?? ''));
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text) ? text : undefined;
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function addYears(day: string, years: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.toISOString().slice(0, 10);
}
