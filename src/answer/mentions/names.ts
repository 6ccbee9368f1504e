// Names that can be told without a dictionary: Latin identifiers (DeepSeek-V3, H800), 《titles》 and “quoted words”.
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';

/** Digits and one letter (910b) are a name, digits and more letters (32zb) a quantity. */
const identifier = /[a-z][a-z\d]*(?:[-.][a-z\d]+)*|\d+[a-z](?![a-z])\d*/g;
const titled = /《([^》]{2,60})》|[“"「『]([^”"」』]{2,40})[”"」』]/g;
/** Latin words that are common nouns in Chinese text. */
const common = new Set(['ai', 'app', 'pdf', 'it']);

/** The names in a question, in the normal form of search. */
export function findNames(question: string): string[] {
  const quoted = [...question.matchAll(titled)].map((match) => normalizeForSearch(match[1] ?? match[2] ?? ''));
  // Not the search form: there 一公里 becomes 1公里 and would grow onto a name before it.
  const text = question.normalize('NFKC').toLowerCase();
  // Where everything is Latin, a Latin word is no name.
  if (!/\p{Script=Han}/u.test(text)) return quoted;
  const identifiers = [...text.matchAll(identifier)].map(([name]) => name).filter((name) => !common.has(name) && !isUnit(text, name));
  return [...new Set([...quoted, ...identifiers])];
}

/** 32zb, 多少zb: Latin letters behind a number or behind 多少 are a unit. */
function isUnit(text: string, name: string): boolean {
  return new RegExp(`(?:\\d|多少|几)${name}(?![a-z\\d])`).test(text);
}

/** Whether text in its normal form has the name; the model number alone (V3) stands for the whole (DeepSeek-V3). */
export function mentions(normalized: string, name: string): boolean {
  if (/\p{Script=Han}/u.test(name)) return bare(normalized).includes(bare(name));
  const parts = name.split(/[-.]/);
  const last = parts.at(-1) ?? name;
  return hasIdentifier(normalized, parts) || (parts.length > 1 && /\d/.test(last) && hasIdentifier(normalized, [last]));
}

function hasIdentifier(normalized: string, parts: readonly string[]): boolean {
  return new RegExp(`(?<![a-z\\d])${parts.join('[\\s.-]*')}(?![a-z\\d])`).test(normalized);
}

/** Spelling of titles differs in spaces and marks. */
function bare(text: string): string {
  return text.replace(/[\s\p{P}]/gu, '');
}
