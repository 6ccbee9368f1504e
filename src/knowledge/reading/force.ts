// From when until when a document says that it holds.
import { parseNumeral } from '../search/chinese-numeral.ts';
import { daysAfter, isoDay, writtenDay, yearsAfter } from './written-day.ts';

const comesIntoForce = '(?:施行|实施|执行|生效|试行)';
/** `有效期`, `执行期限`: how long it holds. */
const term = '(?:有效|试行|执行|实施|适用)期(?:限)?(?:暂定)?(?:为|是|[:：])?\\s*';

/** Of clauses that may say so. */
export const tellsForce = new RegExp(`${comesIntoForce}|有效期|废止|失效`);

/** `2018年3月1日起施行的《办法》` tells of another rule. */
const startPattern = new RegExp(`(?:自|从|于)?${writtenDay}\\s*(?:起|开始)?(?:正式)?${comesIntoForce}(?!的)`);
const termPattern = new RegExp(`${term}(?:自|从)?${writtenDay}(?:起|开始)?(?:截)?(?:[至到]|—|－|-)`);
const fromIssue = new RegExp(
  `自(?:本.{1,6})?(?:发布|印发|公布|颁布|下发|通过)之日起(?:满)?(?:([一二三四五六七八九十\\d]{1,3})[日天]后)?(?:起|正式|开始)?${comesIntoForce}`,
);

export function effectiveDate(clause: string, publishedOn: string | undefined): string | undefined {
  const found = startPattern.exec(clause) ?? termPattern.exec(clause);
  if (found !== null) return isoDay(found.slice(1, 4));
  const own = fromIssue.exec(clause);
  if (own === null || publishedOn === undefined) return undefined;
  return own[1] === undefined ? publishedOn : daysAfter(publishedOn, parseNumeral(own[1]) ?? 0);
}

const untilPattern = new RegExp(`${term}(?:(?:自|从)?${writtenDay}(?:起|开始)?)?(?:截)?(?:[至到]|—|－|-)${writtenDay}`);
const yearsPattern = new RegExp(`(?:${term}|试行)\\s*([一二两三四五六七八九十\\d]+)\\s*年`);

/** The last day of validity still counts, so the document expires on the day after it; N years end on the same day of a later year. */
export function expiryDate(clause: string, effectiveOn: string | undefined): string | undefined {
  const until = untilPattern.exec(clause);
  if (until !== null) {
    const last = isoDay(until.slice(4, 7));
    return last === undefined ? undefined : daysAfter(last, 1);
  }
  const years = parseNumeral(yearsPattern.exec(clause)?.[1] ?? '');
  return years === undefined || effectiveOn === undefined ? undefined : yearsAfter(effectiveOn, years);
}

const lengthPattern = new RegExp(`${term}([一二两三四五六七八九十\\d]+\\s*(?:年|个月)|(?:截)?[至到]\\s*${writtenDay})`);

/** How long it holds, as it is written: `3年`, `至2027年12月31日`. */
export function writtenTerm(clause: string): string | undefined {
  return lengthPattern.exec(clause)?.[1];
}

const fromDate = new RegExp(`${writtenDay}\\s*起`);

/** From when a clause counts, where it says so: 自…起. */
export function firstDayIn(clause: string): string | undefined {
  const found = fromDate.exec(clause);
  return found === null ? undefined : isoDay(found.slice(1, 4));
}
