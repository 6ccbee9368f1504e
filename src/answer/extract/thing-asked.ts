// What is asked for by its kind: 哪家银行, 多少家医院, 获得了什么奖项. A sentence that speaks of none answers something else.
import type { Candidate } from './candidates.ts';
import type { Question } from './question.ts';
import { carries } from './wording.ts';

const counted = /(?:哪一?|多少|几)[家个所座位](\p{Script=Han}{2,4})/gu;
/** 什么 asks for anything, in words that texts seldom repeat; but what has neither the deed nor a character of the thing is about another. */
const done = /(\p{Script=Han}{2})了什么(\p{Script=Han}{2,4})/u;
/** Nouns that only name the kind of answer; texts seldom repeat them. */
const general = new Set(
  (
    '方面 问题 情况 内容 方式 办法 措施 目标 要求 条件 特点 原因 因素 做法 环节 规定 标准 范围 时间 地方 部门 单位 机构 领域 行业 东西 事情 事项 任务 举措 类型 机制 ' +
    '变化 影响 作用 意见 建议 规划 组件 阶段 步骤 月份 工作日 百分点 小时 分钟'
  ).split(' '),
);

export function missingThing({ text, words }: Question, { normalized }: Candidate): string | undefined {
  const asked = [...text.matchAll(counted)].flatMap(([, after = '']) =>
    words.filter((word) => after.startsWith(word) && !general.has(word)),
  );
  if (asked.length > 0) return asked.some((word) => carries(normalized, word)) ? undefined : asked[0];
  const [, deed = '', after = ''] = done.exec(text) ?? [];
  const thing = words.find((word) => after.startsWith(word) && !general.has(word));
  if (thing === undefined || !words.includes(deed) || carries(normalized, deed)) return undefined;
  return [...thing].some((character) => normalized.includes(character)) ? undefined : thing;
}
