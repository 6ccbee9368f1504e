// What a text excepts: 除持通行证的车辆外，禁止通行 forbids nothing to those with a pass, and no claim may say 一律.
import type { Conflict } from './conflict.ts';
import type { Window } from './nearest.ts';
import { type Clause, pairsOf, sharedPairs, type Statement } from './statement.ts';

const excepted = /除(?<those>[^。；;]{2,60}?)(?:以外|之外|外)/g;
const ownShare = 0.5;

/** The claim is about those whom the text excepts. */
export function isExcepted(claim: Statement, { text }: Statement): boolean {
  if (claim.text.includes('除')) return false;
  return [...text.matchAll(excepted)].some(({ groups = {} }) =>
    (groups['those'] ?? '').split(/[和及、或]/).some((one) => {
      const pairs = pairsOf(one.replace(/^持有?|已/, ''));
      return pairs.size > 1 && sharedPairs(pairs, claim.text) >= ownShare * pairs.size;
    }),
  );
}

const withoutException = /所有|全部|一律|任何|不论|无论|同样|(?<![全本我各])都(?!市)|均(?!价|衡|为)/;
const exception =
  /除外|除[^。；;]{2,40}外|其他|其余|另行|不受此限|不受限|不(?:适用|享受|参加|含|包括|设|需)|可(?:以)?(?:放宽|延长|适当)|(?:减半|减免|免费|免收|自费|不予|不再|无须|无需|仍按)|已[^。；;，,]{2,16}的除外/;
const leastShared = 3;

/** All, says the claim; the sentence that says it, or the one that goes on from it, leaves some out. */
export function findDroppedExceptions(claim: Statement, text: Statement, window: Window): Conflict[] {
  const [all] = withoutException.exec(claim.text) ?? [];
  if (all === undefined || exception.test(claim.text)) return [];
  const sentence = sentenceAround(window, text);
  const except = exception.exec(sentence.text);
  if (!except || new RegExp(all).test(sentence.text) || sharedPairs(claim.pairs, sentence.text) < leastShared) return [];
  return [{ kind: 'scope', claim: all, text: except[0] }];
}

function sentenceAround({ start, end }: Window, { text }: Statement): Clause {
  const from = text.lastIndexOf('。', start) + 1;
  const next = text.indexOf('。', end - 1);
  const to = next < 0 ? text.length : next;
  return { text: text.slice(from, to), start: from, end: to };
}
