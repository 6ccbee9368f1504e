// What a question asks for: the kind of answer, the words that count, and the names, numbers and years that the evidence must share.
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import { termsOf } from '../../knowledge/search/segment.ts';
import { askedFor, type Asks } from './asked-for.ts';
import { frame, interrogatives } from './interrogative.ts';
import { takeOutLayWords } from './lay-words.ts';
import { type GuidePart, partsSought } from './service-guide.ts';
import { unitsAsked } from './units-asked.ts';
import { findMeasures, type Measure } from '../mentions/measure.ts';
import { findNames } from '../mentions/names.ts';

export interface Question {
  /** In the normal form of search. */
  readonly text: string;
  readonly asks: ReadonlySet<Asks>;
  /** Parts of a service guide in which an answer would stand. */
  readonly parts: readonly GuidePart[];
  /** Wordings of what it is about, each with its share: a word counts 1, a pair of characters 0.5. */
  readonly terms: ReadonlyMap<string, number>;
  /** Those of the wordings that are words of at least two characters. */
  readonly words: readonly string[];
  /** All its pairs of characters: the exact wording. */
  readonly pairs: readonly string[];
  readonly names: readonly string[];
  readonly years: readonly Measure[];
  readonly measures: readonly Measure[];
  /** In one of which the answer must come. */
  readonly units: readonly string[];
  /** Whether it asks several things at once, or compares them. */
  readonly asksSeveral: boolean;
  /** Too little to look for: a bare keyword, no word, or none but the most general. */
  readonly isVague: boolean;
}

const pairShare = 0.5;
/** 检一次车 and 检验, 报账 and 报销: what is worded otherwise often shares a character. */
const characterShare = 0.5;
/** Characters that glue words together; a pair across one of them says nothing, unless it is itself a word (中国, 目的). */
const glue = new Set(
  '的了是在和与及或对从由把被将为以中里上下于有其这那它他她我你您们个也都又并而就到给让向按等之所要会能可应该需请做用办',
);
/** Words so general that alone they name nothing. */
const general = new Set(
  '政策 规定 办法 通知 问题 事情 东西 情况 内容 时候 这个 那个 这些 那些 办理 办事 需要 可以 应该 没有 咨询 帮忙 事 钱 办 好 行 说 看 查 问 帮'.split(
    ' ',
  ),
);

/** What people say around a question and texts do not repeat. */
const fillers = new Set(
  (
    '自己 我 我们 咱 咱们 你们 俺 本人 人家 别人 家里 有人 这里 这儿 那里 那儿 在这 现在 今年 时候 能够 可以 一个 一下 如果 要是 万一 因为 所以 但是 还是 然后 之后 之前 以后 以前 ' +
    '的话 不要 一次 东西 行不行 行 算 管 快 完 弄 搞 拿 来 去 给 带 得 要 想 必须 需要 应该 用 做 后 前 呢 么 不到 不能 还 再 多 才 才能 怎么 怎么算 怎么样 处理'
  ).split(' '),
);

/** 一档和二档分别多少, 哪个贵, 差多少; 首套要多少，二套呢. */
const several =
  /分别|各(?=[是要能罚用占有为需得自]|多少|几)|哪(?:一)?[个种家类项档](?:更|比较|最)?[高低大小长短贵快慢多少早晚]|[相差]差|差多少|差别|区别|相比|[，,。？?;；][^，,。？?;；]{1,14}呢[？?。]?$/;

/** 8000块钱, 五万块 */
const yuan = /((?:\d|[一二两三四五六七八九])(?:[\d.]*[百千万亿]*))块钱?(?=$|[^\p{Script=Han}]|[的以就能可要买])/gu;

export function readQuestion(raw: string): Question {
  const text = normalizeForSearch(raw).trim().replace(yuan, '$1元');
  // 哪五个方面: the number is the asker's, nothing that the evidence must share.
  const measures = findMeasures(text.replace(/哪[一二两三四五六七八九十\d]+/g, '哪'));
  const names = findNames(raw);
  const layWords = takeOutLayWords(text.replace(frame, ' '));
  const { words: otherWords, pairs } = wordingsOf(layWords.rest);
  const words = new Set([...layWords.wordings, ...otherWords]);
  return {
    text,
    asks: askedFor(text),
    parts: partsSought(text),
    terms: sharesOf(layWords.wordings, otherWords, pairs),
    words: [...words].filter((word) => word.length > 1),
    pairs: [...wordingsOf(text).pairs],
    names,
    years: measures.filter((measure) => measure.kind === 'year'),
    // 910b is a name, not a quantity.
    measures: measures.filter((measure) => measure.kind !== 'year' && !names.includes(measure.text)),
    units: unitsAsked(text),
    asksSeveral: (text.match(interrogatives)?.length ?? 0) > 1 || several.test(text),
    isVague: isBareKeyword(text) || [...words].every((word) => general.has(word) || glue.has(word)),
  };
}

/** 算力, deepseek: a word is something to search for, not a question. */
function isBareKeyword(text: string): boolean {
  return /^(?:\p{Script=Han}{1,4}|[a-z\d.-]+)[？?。.!]?$/u.test(text) && text.search(interrogatives) < 0;
}

function wordingsOf(text: string): { words: ReadonlySet<string>; pairs: ReadonlySet<string> } {
  const terms = termsOf(text);
  const wordings = (prefix: string) => new Set(terms.filter((term) => term.token.startsWith(prefix)).map((term) => term.wording));
  return { words: wordings('w'), pairs: wordings('b') };
}

function sharesOf(layWords: readonly string[], words: ReadonlySet<string>, pairs: ReadonlySet<string>): Map<string, number> {
  const shares = new Map(layWords.map((word) => [word, 1 + pairShare * (word.length - 1)]));
  for (const word of words) if (!glue.has(word) && !fillers.has(word)) shares.set(word, 1);
  for (const pair of pairs) {
    if (words.has(pair) || ![...pair].some((character) => glue.has(character))) shares.set(pair, (shares.get(pair) ?? 0) + pairShare);
  }
  const telling = [...words, ...layWords].filter((word) => !fillers.has(word) && /^\p{Script=Han}{2,}$/u.test(word)).join('');
  for (const character of telling) if (!glue.has(character) && !shares.has(character)) shares.set(character, characterShare);
  return shares;
}
