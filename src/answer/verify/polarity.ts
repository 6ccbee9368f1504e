// What a claim denies must be denied in the text, and what it asserts must not.
import type { Conflict } from './conflict.ts';
import { blank, denial } from './denial.ts';
import { isClauseHeld } from './held.ts';
import type { Window } from './nearest.ts';
import { pairsOf, type Statement } from './statement.ts';

interface Denied {
  readonly words: string;
  /** The characters right after it, of which it is said. */
  readonly head: string;
  readonly start: number;
}

/** Of these nothing is said by being denied: the next characters are. */
const particles =
  /^(?:会|能够?|可以?|应当?|得|必须?|需要?|再|曾|被|是|有|把|将|对|向|在|给|所|为|给予|予以|进行|受|受到|因|由|其|任何|的|了)+/;
const headLength = 2;
/** 未检出不合格样品 denies no 合格. */
const denialBefore = new RegExp(denial.source);
const doubledReach = 5;
const reach = 8;

export function findNegationConflicts(claim: Statement, text: Statement, window: Window): Conflict[] {
  const [said, there] = [blank(claim.text), blank(text.text)];
  const near = blank(window.text);
  return [
    // Denied by the claim, asserted by the text wherever it speaks of it.
    ...deniedIn(said).flatMap((denied) => {
      const places = placesOf(denied.head, there);
      if (places.length === 0 || places.some((at) => isDenied(there, at) || isLeftBehind(denied, there, at))) return [];
      return places.some((at) => isSameContext(denied, said, there, at))
        ? [conflictOf(denied.words + denied.head, around(there, places[0] ?? 0))]
        : [];
    }),
    // Denied by the text where it speaks of what the claim asserts.
    ...deniedIn(near).flatMap((denied) => {
      const places = placesOf(denied.head, said);
      if (
        places.length === 0 ||
        places.some((at) => isInDenial(said, at) || isClauseHeld(at, claim, text)) ||
        isAssertedElsewhere(denied, there)
      )
        return [];
      return places.some((at) => isSameContext(denied, near, said, at)) ? [conflictOf(denied.head, denied.words + denied.head)] : [];
    }),
  ];
}

function conflictOf(claim: string, text: string): Conflict {
  return { kind: 'negation', claim, text };
}

function deniedIn(text: string): Denied[] {
  return [...text.matchAll(denial)].flatMap(({ 0: words, index }) => {
    const after = text.slice(index + words.length).replace(particles, '');
    const head = /^\p{Script=Han}{2,}/u.exec(after)?.[0].slice(0, headLength);
    const isDoubled = denialBefore.test(text.slice(Math.max(0, index - doubledReach), index).replace(/^.*[，,。；;]/s, ''));
    return head === undefined || isDoubled ? [] : [{ words, head, start: index }];
  });
}

function placesOf(head: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(head); at >= 0; at = text.indexOf(head, at + 1)) places.push(at);
  return places;
}

function isDenied(text: string, at: number): boolean {
  return new RegExp(denial.source).test(text.slice(Math.max(0, at - reach), at).replace(/^.*[，,。；;]/, ''));
}

/** Something in the clause is denied, be it in other words. */
function isInDenial(text: string, at: number): boolean {
  const before = text.slice(0, at).replace(/^.*[，,。；;]/s, '');
  return new RegExp(denial.source).test(before + text.slice(at).replace(/[，,。；;].*$/s, ''));
}

/** 不再由甲管理 agrees with 由甲管理调整为由乙管理. */
function isLeftBehind({ words }: Denied, text: string, at: number): boolean {
  return words === '不再' && /调整|改为|改由|变更|转为|转由|划|移交|取消|停止/.test(text.slice(at).replace(/[，,。；;].*$/s, ''));
}

function isAssertedElsewhere({ head }: Denied, text: string): boolean {
  return placesOf(head, text).some((at) => !isDenied(text, at));
}

const contextReach = 14;
const leastShared = 2;

/** Beside the word itself they share what stands around it. */
function isSameContext({ head, start, words }: Denied, own: string, other: string, at: number): boolean {
  const around =
    own.slice(Math.max(0, start - contextReach), start) + own.slice(start + words.length + headLength, start + words.length + contextReach);
  const there = other.slice(Math.max(0, at - contextReach), at) + other.slice(at + head.length, at + head.length + contextReach);
  let shared = 0;
  for (const pair of pairsOf(around)) if (there.includes(pair)) shared += 1;
  return shared >= leastShared;
}

function around(text: string, at: number): string {
  return text.slice(Math.max(0, at - 4), at + 6).replaceAll('＿', '');
}
