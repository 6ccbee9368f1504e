// The words that stand next to the question word: 多少罚款, 功耗是多少, 由哪家银行托管. An answer without them answers something else.
import type { Candidate } from './candidates.ts';
import { interrogatives } from './interrogative.ts';
import type { Question } from './question.ts';
import { standsInPart } from './service-guide.ts';
import { surroundingsOf, type Weights } from './support.ts';
import { carries } from './wording.ts';

const reach = 7;
/** Nouns that only name the kind of answer, and verbs that carry it; texts seldom repeat them. */
const empty = new Set(
  (
    '方面 问题 情况 内容 方式 办法 措施 目标 水平 影响 作用 意义 建议 要求 条件 特点 原因 因素 做法 工作 环节 规定 好处 坏处 风险 标准 范围 程度 变化 时间 地方 部门 单位 机构 领域 行业 东西 事情 ' +
    '事项 关系 区别 态度 看法 观点 名称 结果 任务 举措 类型 机制 占比 比例 比重 数量 规模 金额 需要 应当 应该 可以 必须 没有 包括 属于 认为 提出 使用 进行 具有 达到 预计 负责 担任 职务 建立 组件'
  ).split(' '),
);

/** Share of the focus that stands in the sentence or just before it; 1 when nothing telling stands next to the question word, or the
 * sentence stands in the part of a guide that is asked about. */
export function focusSupport(question: Question, candidate: Candidate, weights: Weights): number {
  if (question.parts.some((part) => question.asks.has(part) && standsInPart(part, candidate))) return 1;
  const words = focusWords(question);
  const around = surroundingsOf(candidate);
  let total = 0;
  let found = 0;
  for (const word of words) {
    const weight = weights.get(word) ?? 0;
    total += weight;
    if (carries(candidate.normalized, word)) found += weight;
    else if (around.some((text) => carries(text, word))) found += weight / 2;
  }
  return total === 0 ? 1 : found / total;
}

/** 可以转让给别人吗: what is asked stands before the particle. */
const askedAtEnd = /[吗么](?=[？?。，,]|$)/g;

function focusWords(question: Question): string[] {
  const windows = [...question.text.matchAll(interrogatives), ...question.text.matchAll(askedAtEnd)].map((match) => {
    const end = match.index + match[0].length;
    const before = question.text.slice(Math.max(0, match.index - reach), match.index);
    const after = question.text.slice(end, end + reach);
    return `${before.split(/[，。,;；？?]/).at(-1) ?? ''} ${after.split(/[，。,;；？?]/)[0] ?? ''}`;
  });
  return question.words.filter((word) => !empty.has(word) && windows.some((window) => window.includes(word)));
}
