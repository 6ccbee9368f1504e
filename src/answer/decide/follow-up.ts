// A question that leans on the one before it, made whole: 那二类区域呢 after 一类区域小型车停车首小时收费多少 asks 二类区域小型车停车首小时收费多少.
// By words alone: what is not plainly a follow-up stands as it is.
import { tagWords } from '../../knowledge/search/words.ts';
import { interrogatives } from '../extract/interrogative.ts';

const leadIn = /^(?:(?:那么?|另外|还有|然后|再|请问|想问|还想问)(?:一下)?|(?:如果|要是|假如|换成|换做|若)(?:是|说)?|关于|对于|至于)+/;
const ending = /(?:呢|又怎么样|又如何|怎么样呢)?[\s。!！?？~]*$/;
const pronoun =
  /它们?的?|这个的?|那个的?|这项|该项|这种|这类|上述|前面(?:说|提到)的|刚才(?:说|提到)的|该(?=政策|办法|规定|补贴|津贴|事项|业务)/;
/** What any matter may have: alone they name none. */
const generic = new Set(
  '材料 条件 时间 流程 标准 电话 地址 地点 部门 费用 期限 要求 手续 方式 金额 多久 哪里 程序 网址 范围 对象 依据 文件 政策 规定 办法 证件 表格 单位 渠道 结果 证明 资料 办理 申请 领取 查询 咨询 缴纳 提交 发放 收费 报名 补办'.split(
    ' ',
  ),
);

/** Nothing where it stands alone. `previous`: the question before it, whole. */
export function resolveFollowUp(question: string, previous: string): string | undefined {
  const bare = question.trim().replace(ending, '');
  const phrase = bare.replace(leadIn, '');
  const leans = leadIn.test(bare) || pronoun.test(bare) || /呢[\s?？]*$/.test(question) || !namesMatter(phrase);
  if (!leans || phrase === '') return undefined;
  if (phrase.search(interrogatives) < 0 && !/[吗么]$/.test(phrase)) return replaced(phrase.replace(/的$/, ''), previous);
  // What begins like a follow-up and names its own matter is a new question.
  if (!pronoun.test(bare) && namesMatter(phrase)) return undefined;
  return `${topicOf(previous)}，${phrase.replace(pronoun, '')}？`;
}

function namesMatter(phrase: string): boolean {
  return tagWords(phrase).some(({ word, tag }) => word.length > 1 && /^(?:n|vn|l|j|nz|ns|nt|nr|eng)/.test(tag) && !generic.has(word));
}

/** The previous question without what it asked. */
function topicOf(previous: string): string {
  const topic = previous
    .replace(ending, '')
    .replace(
      new RegExp(`(?:需要|应当|应该|要|得|有|是|可以|能|会|为|在|到|由|去|从|按|每[月年人]|最[高多低少])*(?:${interrogatives.source}).*$`),
      '',
    )
    .replace(/(?:的|，|,)$/, '');
  return topic.length >= 2 ? topic : previous.replace(ending, '');
}

/** Its topic without what was asked of it: 补贴的标准 is about 补贴. */
function subjectOf(previous: string): string {
  const topic = topicOf(previous);
  const [of, ...words] = topic.split('的').reverse();
  return words.length > 0 && of !== undefined && !namesMatter(of) ? words.reverse().join('的') : topic;
}

/** The part of the previous question that is like the phrase gives way to it; where none is, the phrase goes before it. */
function replaced(phrase: string, previous: string): string {
  const like = partsOf(previous)
    .map((part) => ({ part, likeness: likeness(part, phrase) }))
    .filter(({ likeness: shared }) => shared > 0)
    .sort((one, other) => other.likeness - one.likeness)[0];
  if (like) return previous.replace(like.part, phrase);
  return namesMatter(phrase) ? `${phrase}，${previous}` : `${subjectOf(previous)}，${phrase}是什么？`;
}

/** Runs of up to four neighbouring words. */
function partsOf(text: string): string[] {
  const words = tagWords(text.replace(ending, '')).map(({ word }) => word);
  return words.flatMap((_, from) => [1, 2, 3, 4].map((count) => words.slice(from, from + count).join('')));
}

/** Of the same kind: figures of one unit, or words with the same end; the more of both is shared the more alike. */
function likeness(part: string, phrase: string): number {
  if (part === phrase || /[，。,？?的]/.test(part)) return 0;
  const tail = sharedTail(part, phrase) / Math.max(part.length, phrase.length);
  const [figure, other] = [figureIn(part), figureIn(phrase)];
  if (figure !== undefined || other !== undefined) return figure === other ? 1 + tail : 0;
  return part.length === sharedTail(part, phrase) ? 0 : tail;
}

function sharedTail(one: string, other: string): number {
  let shared = 0;
  while (shared < Math.min(one.length, other.length) && one.at(-1 - shared) === other.at(-1 - shared)) shared += 1;
  return shared;
}

/** The unit of the figure with which it begins: 80周岁 has 周岁. */
function figureIn(text: string): string | undefined {
  return /^[\d〇零一二两三四五六七八九十百千万]+\s*(周岁|岁|年|月|日|天|元|万元|人|平方米|级|类|个月)/.exec(text)?.[1];
}
