// Whether a text allows, requires or denies something, told by its modal words; a question that asks whether takes no stance.
import type { Gap } from './evidence.ts';
import { interrogatives } from './interrogative.ts';

interface Stance {
  readonly words: string;
  readonly isNegative: boolean;
  /** What it is about: the text around the word. */
  readonly about: string;
}

const negative =
  '不允许|不可以|不能够?|不可(?!避免|或缺|分割|解释|控|忽视|预)|不得(?!不)|不宜|不应当?|不该|不准|不许|不必|不用(?!户)|无需|无须|不需要?|没有必要|严禁|禁止|杜绝';
const positive = '允许|可以|能够|必须|应当|需要|鼓励|支持|准许|方可|应(?!用|对|急|答|变|聘|届)|要(?!求|素|点|么|害|闻|职|是|义|领)|须';
const stances = new RegExp(`(${negative})|(?<![不无没])(${positive})`, 'g');
const denial = /(?:没有|并未|尚未|从未|未曾|没(?=[^有]))([^，。,;；？?]{2,12})/g;
const reach = 20;

export function findStanceConflict(question: string, sentence: string, telling: readonly string[]): Gap | undefined {
  const said = stancesOf(sentence);
  for (const asked of presupposed(question).flatMap(stancesOf)) {
    const rivals = said.filter((other) => sharedWords(asked.about, other.about, telling) >= 2);
    const agrees = rivals.some((other) => other.isNegative === asked.isNegative);
    const rival = rivals.find((other) => other.isNegative !== asked.isNegative);
    if (rival && !agrees) return { kind: 'contradicted', asked: asked.words, found: rival.words };
  }
  return findDenial(question, sentence, telling);
}

/** 可以在几点进行 asks, 可以完全替代 before a comma asserts, and so does all that 为什么 asks about. */
function presupposed(question: string): string[] {
  if (/为什么|为何/.test(question)) return [question];
  return question.split(/[，。,;；？?]/).filter((clause) => clause.search(interrogatives) < 0);
}

function stancesOf(text: string): Stance[] {
  return (
    [...text.matchAll(stances)]
      .map((match) => ({
        words: match[0],
        isNegative: match[1] !== undefined,
        at: match.index,
        about:
          text.slice(Math.max(0, match.index - reach), match.index) +
          text.slice(match.index + match[0].length, match.index + match[0].length + reach),
      }))
      // 要禁止, 可以不用: the negative word decides.
      .filter(
        (stance, _, all) =>
          stance.isNegative || !all.some((other) => other.isNegative && other.at > stance.at && other.at - stance.at <= 3),
      )
  );
}

function sharedWords(one: string, other: string, telling: readonly string[]): number {
  return telling.filter((word) => one.includes(word) && other.includes(word)).length;
}

/** The question says that something did not happen; the sentence says that it did. */
function findDenial(question: string, sentence: string, telling: readonly string[]): Gap | undefined {
  for (const match of question.matchAll(denial)) {
    const denied = match[1] ?? '';
    const word = telling
      .filter((candidate) => candidate.length > 1 && denied.includes(candidate) && sentence.includes(candidate))
      .sort((a, b) => b.length - a.length)[0];
    if (word === undefined || denied.indexOf(word) + word.length < denied.length - 4) continue;
    // 没列入计划的会议, 没签合同的: whom or what it is about, not what is taken for granted.
    if (denied.slice(0, denied.indexOf(word)).includes('的') || denied.endsWith('的')) continue;
    const at = sentence.indexOf(word);
    if (/[不没未无非]/.test(sentence.slice(Math.max(0, at - 8), at))) continue;
    return { kind: 'contradicted', asked: match[0], found: sentence.slice(Math.max(0, at - 4), at + word.length) };
  }
  return undefined;
}
