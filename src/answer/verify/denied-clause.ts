// What a clause of the text denies, the claim must not assert: 红色预警尚未发布 against 红色预警已经发布, 无人员伤亡 against 造成人员伤亡.
import type { Conflict } from './conflict.ts';
import { denialIn, isDeniedAround } from './denial.ts';
import { isExcepted } from './exceptions.ts';
import { isClauseHeld } from './held.ts';
import type { Statement } from './statement.ts';

const telling = /^(?:n|v|a|b|j|l|i|z|s|x|eng)/;
/** So near behind the denial stands what it denies. */
const scopeLength = 10;
/** The first word that the claim asserts must stand right there. */
const furthestHead = 1;
const leastShared = 2;
/** So many characters of the claim stand in what is denied, or as many words around it. */
const leastDenied = 4;
/** 不改正的客运企业 denies nothing of the 企业. */
const relative = /(?<=^[^的]{0,4})的.*$/;

interface Place {
  readonly clause: string;
  /** With what comes before it in its sentence: 享受工伤护理费的，不重复发放. */
  readonly about: string;
}

export function findDeniedClauses(claim: Statement, text: Statement): Conflict[] {
  const words = [
    ...new Set(claim.words.filter(({ word, tag }) => word.length > 1 && telling.test(tag) && !denialIn(word)).map(({ word }) => word)),
  ];
  if (isExcepted(claim, text)) return [];
  const places = placesIn(text);
  for (const place of places) {
    const denial = denialIn(place.clause);
    if (!denial || place.clause.endsWith('的')) continue;
    const scope = deniedBy(denial, place.clause);
    if (denialIn(scope)) continue;
    const heads = words.filter((word) => scope.includes(word));
    const denied = heads.filter((head) => scope.indexOf(head) <= furthestHead);
    if (denied.length === 0 || denied.some((head) => isClauseHeld(claim.text.indexOf(head), claim, text))) continue;
    const shared = sharedBy(words, place);
    if (
      heads.length === 0 ||
      (heads.join('').length < leastDenied && shared - heads.length < leastShared) ||
      heads.some((head) => isDeniedAround(claim.text, head)) ||
      denialIn(claim.text) !== undefined
    )
      continue;
    const isAsserted = places.some(
      (other) =>
        other !== place &&
        denied.every((head) => other.clause.includes(head)) &&
        !denialIn(other.clause) &&
        sharedBy(words, other) >= shared,
    );
    if (!isAsserted) return [{ kind: 'negation', claim: heads.join(''), text: denial.words + scope }];
  }
  return [];
}

/** What follows the denial, without what only leads on to what is denied: 未发现引发拥堵, 不重复发放. */
function deniedBy({ words, start }: { readonly words: string; readonly start: number }, clause: string): string {
  const from = start + words.length;
  return clause
    .slice(from, from + scopeLength)
    .replace(/^(?:发现|检出|出现|重复|再次?|同时|直接|一并|擅自|自行|随意|会|能|可以?|得|被|因此|由此|受|将|把|对|向|在)+/, '')
    .replace(relative, '');
}

function placesIn({ clauses, text }: Statement): Place[] {
  return clauses.map((clause) => {
    const from = Math.max(...['。', '；', ';', '！', '!', '？', '?'].map((mark) => text.lastIndexOf(mark, clause.start - 1))) + 1;
    return { clause: clause.text, about: text.slice(from, clause.end) };
  });
}

function sharedBy(words: readonly string[], { about }: Place): number {
  return words.filter((word) => about.includes(word)).length;
}
