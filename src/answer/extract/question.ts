// What a question asks for: the kind of answer, the words that count, and the names, numbers and years that the evidence must share.
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import { segmentQuery } from '../../knowledge/search/segment.ts';
import { askedFor, type Asks } from './asked-for.ts';
import { findMeasures, type Measure } from './measure.ts';
import { findNames } from './names.ts';

export interface Question {
  /** In the normal form of search. */
  readonly text: string;
  readonly asks: ReadonlySet<Asks>;
  /** Index tokens of what the question is about, without the words that only make it a question. */
  readonly tokens: readonly string[];
  /** All its pairs of characters: the exact wording. */
  readonly bigrams: readonly string[];
  /** Its whole words of at least two characters. */
  readonly words: ReadonlySet<string>;
  readonly names: readonly string[];
  readonly years: readonly Measure[];
  readonly measures: readonly Measure[];
  /** How many things it asks at once. */
  readonly partCount: number;
  /** Too little to look for: no word, or none but pronouns and the like. */
  readonly isVague: boolean;
}

/** Words that pose a question or are polite; what remains is what it is about. */
const interrogative =
  /什么|为何|为什么|多少|多大|多久|多长|多高|怎么|怎样|如何|哪|几[个项条家年月日天倍种类点人次]|谁|是否|能不能|能否|可不可以|又是|分别/g;
const frame =
  /请问|据不完全统计|据报道|据悉|想问一下|想了解|想知道|麻烦|是什么意思|什么时候|什么时间|什么样|什么|为什么|为何|多少|多大|多久|多长|多高|怎么办|怎么样|怎么|怎样|如何|哪[一1]?[些个家项年月日天种类部位条款级省市区块]|哪(?:[一二两三四五六七八九十\d]+)[个大项条点类种方面]*|哪里|哪|几[个项条家年月日天倍种类点人次]|谁|是不是|是否|能不能|能否|可不可以|可否|有没有|要不要|会不会|分别|大约|大概|目前|具体|主要|一共|总共|文章|报告|材料|文件|资料|本文|[吗呢吧啊呀]/g;
/** Words so general that alone they name nothing. */
const everywhere = new Set([
  '政策',
  '规定',
  '办法',
  '通知',
  '问题',
  '事情',
  '事',
  '东西',
  '情况',
  '内容',
  '钱',
  '时候',
  '这个',
  '那个',
  '这',
  '那',
  '这些',
  '那些',
  '办',
  '办理',
  '办事',
  '需要',
  '可以',
  '应该',
  '有',
  '没有',
  '你',
  '我',
  '他',
  '好',
  '行',
  '说',
  '看',
  '查',
  '问',
  '咨询',
  '帮',
  '帮忙',
]);
/** Characters that glue words together; a bigram across one of them says nothing, unless it is itself a word (中国, 目的). */
const glue = new Set('的了是在和与及或对从由把被将为以中里上下于有其这那它他她我你您们个也都又并而就到给让向按等之所要会能可应该需请做用');

export function readQuestion(raw: string): Question {
  const text = normalizeForSearch(raw).trim();
  const measures = findMeasures(text.replace(/哪[一二两三四五六七八九十\d]+/g, '哪'));
  const tokens = contentTokens(text);
  return {
    text,
    asks: askedFor(text),
    tokens,
    words: new Set(tokens.filter((token) => token.startsWith('w') && token.length > 2).map((token) => token.slice(1))),
    bigrams: [...new Set(segmentQuery(text))].filter((token) => token.startsWith('b')),
    names: findNames(raw),
    years: measures.filter((measure) => measure.kind === 'year'),
    measures: measures.filter((measure) => measure.kind !== 'year'),
    partCount: text.match(interrogative)?.length ?? 0,
    isVague: isVague(tokens),
  };
}

/** 这个怎么办, 多少钱, 政策: nothing, or a single word that every document has. */
function isVague(tokens: readonly string[]): boolean {
  const words = tokens.filter((token) => token.startsWith('w')).map((token) => token.slice(1));
  return words.every((word) => everywhere.has(word));
}

function contentTokens(text: string): string[] {
  const tokens = new Set(segmentQuery(text.replace(frame, ' ')));
  return [...tokens].filter((token) => {
    const word = token.slice(1);
    if (token.startsWith('w')) return word.length > 1 || !glue.has(word);
    return tokens.has(`w${word}`) || ![...word].some((character) => glue.has(character));
  });
}
