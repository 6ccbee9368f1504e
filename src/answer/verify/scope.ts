// A claim about all of something needs a text that says all of it.
import type { Conflict } from './conflict.ts';
import type { Statement } from './statement.ts';

/** Each with what says the same. */
const universal = /所有|全部|一切|任何|各类|各种|各级|各行业|全行业|完全|全面|每[一个]|统统|一律|无一例外|普遍|绝大多数/g;
const sameAsAll =
  /单个|未检出|未发现|为零|无一|没有一|所有|全部|一切|任何|各|完全|全面|每|统统|一律|普遍|均|都|凡|全(?=[国市省区县体程文部量员])|绝大/;

export function findWidenings(claim: Statement, { text }: Statement): Conflict[] {
  if (sameAsAll.test(text)) return [];
  return [...claim.text.matchAll(universal)].slice(0, 1).map(([words]) => ({ kind: 'scope', claim: words, text: null }));
}
