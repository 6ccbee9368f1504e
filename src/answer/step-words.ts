// What is said of the steps of a run, in both languages.
import type { Grade } from '../base/grade.ts';
import type { Retrieval } from '../knowledge/contract.ts';
import type { CallRecord } from '../models/models.ts';
import type { AnswerChecks } from '../scenarios/checks-contract.ts';
import type { Bilingual, SecondOpinion } from './contract.ts';
import type { Matter } from './decide/matter.ts';
import type { Extraction } from './extract/evidence.ts';
import type { GuardVerdict } from './guard-port.ts';
import { retrievalWords } from './retrieval-words.ts';

const grades: Readonly<Record<Grade, string>> = { public: '公开', internal: '内部', sensitive: '敏感', important: '重要' };

const verdicts: Readonly<Record<GuardVerdict['kind'], Bilingual>> = {
  passed: { zh: '通过', en: 'passed' },
  'not-checked': { zh: '未检查：尚未配置护栏', en: 'not checked: no guard is configured' },
  blocked: { zh: '已拦截', en: 'blocked' },
};

const extractions: Readonly<Record<Extraction['kind'], Bilingual>> = {
  answered: { zh: '找到能回答的原文', en: 'found sentences that answer' },
  'not-found': { zh: '没有找到相关原文', en: 'found nothing on it' },
  'not-sure': { zh: '找到的原文不足以回答', en: 'what was found does not answer' },
  'needs-clarification': { zh: '问题不够具体', en: 'the question is not specific enough' },
  'out-of-scope': { zh: '不是向文库提的问题', en: 'not a question to the library' },
};

const calls: Readonly<Record<CallRecord['outcome'], Bilingual>> = {
  done: { zh: '完成', en: 'done' },
  failed: { zh: '失败', en: 'failed' },
  abandoned: { zh: '客户端离开', en: 'the client left' },
};

/** Rounded down, so that what fell short does not look as if it had not. */
const scoreText = (score: number): string => (Math.floor(score * 100 + 1e-9) / 100).toFixed(2);

export const stepWords = {
  grade: (grade: Grade): Bilingual => ({ zh: `输入按“${grades[grade]}”对待`, en: `input is treated as ${grade}` }),
  guard: ({ kind }: GuardVerdict): Bilingual => verdicts[kind],
  matter: ({ kind }: Matter): Bilingual =>
    kind === 'crisis'
      ? { zh: '可能有人遇到危险，不检索，直接告知求助电话', en: 'somebody may be in danger: whom to call is told at once' }
      : { zh: '涉及个人事项，文库里没有', en: 'it concerns one person’s own file, which the library does not hold' },
  followsUp: { zh: '承接上一问，已补全问题', en: 'it leans on the question before it and was made whole' },
  retrieve: (count: number, retrieval?: Retrieval): Bilingual => {
    const { zh, en } = retrievalWords(retrieval);
    return { zh: `检索到 ${count} 个片段${zh}`, en: `${count} passages${en}` };
  },
  route: (label: Grade): Bilingual => ({
    zh: `未接模型，逐字引用；标签：${grades[label]}`,
    en: `no model, verbatim quotation; label: ${label}`,
  }),
  /** `confidence`: null where nothing was weighed. */
  call: ({ kind }: Extraction, confidence: number | null, { answeredFrom }: AnswerChecks): Bilingual => {
    const { zh, en } = extractions[kind];
    if (confidence === null) return { zh, en };
    const weighed = [scoreText(confidence), scoreText(answeredFrom)] as const;
    return { zh: `${zh}（把握 ${weighed[0]}，达到 ${weighed[1]} 才作答）`, en: `${en} (score ${weighed[0]}, answers from ${weighed[1]})` };
  },
  verify: (kept: number, all: number): Bilingual => ({
    zh: `${all} 处引文中 ${kept} 处与存档原文逐字一致`,
    en: `${kept} of ${all} quotations equal the stored text`,
  }),
  called: { zh: '模型已写完', en: 'the model has written' },
  callFailed: (code: string): Bilingual => ({ zh: `模型没有写完（${code}）`, en: `the model did not finish (${code})` }),
  verified: (
    kept: number,
    { leftOut, corrected, views }: { readonly leftOut: number; readonly corrected: number; readonly views: number },
    { supportedFrom }: AnswerChecks,
  ): Bilingual => ({
    zh: [
      `${kept} 句有据（支持度达到 ${scoreText(supportedFrom)} 才算${corrected > 0 ? `；含重写后通过的 ${corrected} 句` : ''}）`,
      `${leftOut} 句没有通过核对、未予显示`,
      ...(views > 0 ? [`${views} 句只作为模型观点`] : []),
    ].join('，'),
    en: [
      `${kept} sentences are supported (from a score of ${scoreText(supportedFrom)}${corrected > 0 ? `; ${corrected} when written once more` : ''})`,
      `${leftOut} did not stand and are not shown`,
      ...(views > 0 ? [`${views} only as the model's view`] : []),
    ].join('; '),
  }),
  secondOpinion: ({ judge, agreed, objected, missing, missingBecause, isRequired }: SecondOpinion): Bilingual => ({
    zh: `第二意见（${judge}）：同意 ${agreed} 句，不同意 ${objected} 句、未予显示${missing > 0 ? `，缺 ${missing} 句（${missingBecause.join('、')}）、${isRequired ? '未予显示' : '只经本系统核对'}` : ''}`,
    en: `second opinion (${judge}): agrees with ${agreed}, objects to ${objected}, which are not shown${missing > 0 ? `; missing for ${missing} (${missingBecause.join(', ')}), ${isRequired ? 'which are not shown' : 'which only our own checks passed'}` : ''}`,
  }),
  secondOpinionAbsent: (code: string): Bilingual => ({
    zh: `场景要求第二意见，而复核模型现在不能用（${code}），没有请模型作答`,
    en: `the scenario demands a second opinion and its judge cannot be asked now (${code}): no model was asked to write`,
  }),
  candidates: (count: number): Bilingual => ({ zh: `${count} 个模型可以接收`, en: `${count} models may receive it` }),
  denied: (code: string): Bilingual => ({
    zh: `没有模型可以接收（${code}），没有发送`,
    en: `no model may receive it (${code}); nothing was sent`,
  }),
  attempt: (model: string, outcome: CallRecord['outcome']): Bilingual => ({
    zh: `${model}：${calls[outcome].zh}`,
    en: `${model}: ${calls[outcome].en}`,
  }),
  recordedBegin: { zh: '发送前已记入账本', en: 'on record before anything was sent' },
  recordedEnd: { zh: '结果已记入账本', en: 'the outcome is on record' },
};
