// What a claim denies must be denied in the text, and what it asserts must not.
import type { Conflict } from './conflict.ts';
import type { Window } from './nearest.ts';
import { pairsOf, type Statement } from './statement.ts';

/** Words that hold a sign of denial and deny nothing. */
const noDenial =
  /不仅|不但|不只|不光|不同|不断|不过|不论|不管|不少|不良|不当|不动产|不久|不妨|不禁|不免|不愧|不得不|不可避免|不可或缺|不可分割|不容忽视|不可忽视|不亚于|不乏|不失为|无论|无人[机驾车艇]|无线|无障碍|无疑|无形|无机|非常|非遗|非洲|非凡|非物质|未来|未成年|未婚|没收|没落|莫过于|并非不|不无|无不|没有不/g;
const denial =
  /从不|从未|绝不|决不|不再|不会|不能够?|不得|不可以?|不予|不应当?|不该|不宜|不准|不许|不必|不用|不需要?|无需|无须|无权|无法|毫无|没有|并未|尚未|未能|未曾|未被|未经|未|并非|而非|不是|不|没|无|非|禁止|严禁|杜绝|缺乏|缺少|拒绝|取消|免于|免予|避免|停止/g;

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
const reach = 8;

export function findNegationConflicts(claim: Statement, text: Statement, window: Window): Conflict[] {
  const [said, there] = [blank(claim.text), blank(text.text)];
  const near = blank(window.text);
  return [
    // Denied by the claim, asserted by the text wherever it speaks of it.
    ...deniedIn(said).flatMap((denied) => {
      const places = placesOf(denied.head, there);
      if (places.length === 0 || places.some((at) => isDenied(there, at))) return [];
      return places.some((at) => isSameContext(denied, said, there, at))
        ? [conflictOf(denied.words + denied.head, around(there, places[0] ?? 0))]
        : [];
    }),
    // Denied by the text where it speaks of what the claim asserts.
    ...deniedIn(near).flatMap((denied) => {
      const places = placesOf(denied.head, said);
      if (places.length === 0 || places.some((at) => isDenied(said, at)) || isAssertedElsewhere(denied, there)) return [];
      return places.some((at) => isSameContext(denied, near, said, at)) ? [conflictOf(denied.head, denied.words + denied.head)] : [];
    }),
  ];
}

function conflictOf(claim: string, text: string): Conflict {
  return { kind: 'negation', claim, text };
}

/** The same length, so that places stay what they are. */
function blank(text: string): string {
  return text.replace(noDenial, (words) => '＿'.repeat(words.length));
}

function deniedIn(text: string): Denied[] {
  return [...text.matchAll(denial)].flatMap(({ 0: words, index }) => {
    const after = text.slice(index + words.length).replace(particles, '');
    const head = /^\p{Script=Han}{2,}/u.exec(after)?.[0].slice(0, headLength);
    return head === undefined ? [] : [{ words, head, start: index }];
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
