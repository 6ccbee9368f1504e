// What is asked for by its kind: 哪家银行, 多少家医院, 取暖费是多少, 获得了什么奖项. A sentence that speaks of none answers something else.
import type { Candidate } from './candidates.ts';
import type { Question } from './question.ts';
import { surroundingsOf } from './support.ts';
import { carries } from './wording.ts';

const counted = /(?:哪一?|多少|几)[家个所座位](\p{Script=Han}{2,4})/gu;
const payment = /(\p{Script=Han}{1,4}[费金款税])(?:标准)?(?:要|得|需要|应该?|大概)?(?:是|为|有|交|付|缴|收)?多少/u;
const payments = /^(?:收费|费|费用|经费|现金|资金|基金|奖金|罚款|款|税)$/;
/** 什么 asks for anything, in words that texts seldom repeat; but what has neither the deed nor a character of the thing is about another. */
const done = /(\p{Script=Han}{2})了什么(\p{Script=Han}{2,4})/u;
/** Nouns that only name the kind of answer; texts seldom repeat them. */
const general = new Set(
  (
    '方面 问题 情况 内容 方式 办法 措施 目标 要求 条件 特点 原因 因素 做法 环节 规定 标准 范围 时间 地方 部门 单位 机构 领域 行业 东西 事情 事项 任务 举措 类型 机制 ' +
    '变化 影响 作用 意见 建议 规划 组件 阶段 步骤 月份 工作日 百分点 小时 分钟'
  ).split(' '),
);

export function missingThing({ text, words }: Question, candidate: Candidate): string | undefined {
  const { normalized } = candidate;
  const asked = [...text.matchAll(counted)].flatMap(([, after = '']) =>
    words.filter((word) => after.startsWith(word) && !general.has(word)),
  );
  if (asked.length > 0) return asked.some((word) => carries(normalized, word)) ? undefined : asked[0];
  const paid = payment.exec(text)?.[1] ?? '';
  // 物业费 may be a word, or 物业 and 费.
  const due = words.find((word) => !payments.test(word) && (paid.endsWith(word) || paid.endsWith(word + paid.slice(-1))));
  if (due !== undefined && ![normalized, ...surroundingsOf(candidate)].some((place) => carries(place, due))) return due;
  const [, deed = '', after = ''] = done.exec(text) ?? [];
  const thing = words.find((word) => after.startsWith(word) && !general.has(word));
  if (thing === undefined || !words.includes(deed) || carries(normalized, deed)) return undefined;
  return [...thing].some((character) => normalized.includes(character)) ? undefined : thing;
}
