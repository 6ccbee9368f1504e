// What an answer box says. It brings its own few words, so that a visitor's telephone loads nothing else.
import type { Language } from '../language/language.ts';
import type { VisitorAnswer, VisitorQuotation } from '../../../src/answer-box/visitor-contract.ts';

export interface BoxWords {
  readonly switchTo: string;
  readonly switchLabel: string;
  readonly loading: string;
  readonly retry: string;
  readonly unreachable: string;
  readonly unexpected: string;
  readonly question: string;
  readonly placeholder: string;
  readonly ask: string;
  readonly stop: string;
  readonly again: string;
  readonly stopped: string;
  readonly working: string;
  readonly answer: string;
  readonly asked: string;
  readonly understoodAs: (question: string) => string;
  readonly quotations: string;
  readonly found: string;
  readonly foundHint: string;
  readonly openQuotation: (number: number, title: string) => string;
  readonly page: (page: number) => string;
  readonly close: string;
  readonly source: string;
  readonly effectiveOn: (day: string) => string;
  readonly engine: Readonly<Record<VisitorAnswer['engine'], string>>;
  readonly validity: Readonly<Record<VisitorQuotation['version']['validity'], string>>;
  readonly outcome: Readonly<Record<Exclude<VisitorAnswer['outcome'], 'answered'>, string>>;
  readonly contact: (contact: string) => string;
  readonly rate: string;
  readonly helpful: string;
  readonly unhelpful: string;
  readonly rated: string;
  readonly asOf: (day: string) => string;
  readonly privacy: string;
}

const zh: BoxWords = {
  switchTo: 'English',
  switchLabel: 'Switch to English',
  loading: '正在加载',
  retry: '重试',
  unreachable: '连不上服务，请稍后重试。',
  unexpected: '出现意外，请刷新页面后重试。',
  question: '问题',
  placeholder: '请输入要咨询的政策问题',
  ask: '提问',
  stop: '停止',
  again: '新的对话',
  stopped: '已停止。以上是已核对的部分。',
  working: '正在查找和核对…',
  answer: '回答',
  asked: '您的问题',
  understoodAs: (question) => `承接上一问，理解为：${question}`,
  quotations: '依据',
  found: '找到的相近内容',
  foundHint: '以下内容只供参考，不是回答。',
  openQuotation: (number, title) => `引文 ${number}：${title}，查看原文`,
  page: (page) => `第 ${page} 页`,
  close: '关闭',
  source: '原文',
  effectiveOn: (day) => `${day} 起施行`,
  engine: {
    extractive: '摘自公开文件原文，未经改写',
    generative: '本回答由人工智能生成，每句话已与所附依据核对，以文件原文为准',
  },
  validity: { 'in-force': '现行有效', 'not-yet-in-force': '尚未施行', expired: '已失效', replaced: '已被替代', undated: '未注明有效期' },
  outcome: {
    'not-found': '没有找到相关规定',
    'not-sure': '没有找到能回答的内容',
    'needs-clarification': '请把问题说具体些',
    'out-of-scope': '这不是政策问题',
    crisis: '请立即求助',
    personal: '这里查不到个人事项',
    blocked: '这个问题不能回答',
    failed: '没有成功',
  },
  contact: (contact) => `可以咨询：${contact}`,
  rate: '这个回答有帮助吗？',
  helpful: '有帮助',
  unhelpful: '没有帮助',
  rated: '谢谢，已记录。',
  asOf: (day) => `按 ${day} 有效的规定`,
  privacy: '请不要填写姓名、证件号码等个人信息。问题会在一段时间内留存，用于改进和核查。',
};

const en: BoxWords = {
  switchTo: '中文',
  switchLabel: '切换到中文',
  loading: 'Loading',
  retry: 'Try again',
  unreachable: 'The service cannot be reached. Try again in a moment.',
  unexpected: 'Something unexpected happened. Reload the page and try again.',
  question: 'Question',
  placeholder: 'Ask about a public policy',
  ask: 'Ask',
  stop: 'Stop',
  again: 'New conversation',
  stopped: 'Stopped. What is shown has been checked.',
  working: 'Looking it up and checking…',
  answer: 'Answer',
  asked: 'Your question',
  understoodAs: (question) => `Taken together with the question before: ${question}`,
  quotations: 'Sources',
  found: 'What was found nearby',
  foundHint: 'For orientation only; it is no answer.',
  openQuotation: (number, title) => `Quotation ${number}: ${title}, see the source`,
  page: (page) => `page ${page}`,
  close: 'Close',
  source: 'Source',
  effectiveOn: (day) => `in force from ${day}`,
  engine: {
    extractive: 'Quoted from public documents, word for word',
    generative: 'Written by AI; each sentence was checked against the sources below, and the documents prevail',
  },
  validity: {
    'in-force': 'in force',
    'not-yet-in-force': 'not yet in force',
    expired: 'no longer in force',
    replaced: 'superseded',
    undated: 'no dates given',
  },
  outcome: {
    'not-found': 'No rule on this was found',
    'not-sure': 'Nothing was found that answers this',
    'needs-clarification': 'Please be more specific',
    'out-of-scope': 'This is not a question of policy',
    crisis: 'Please get help at once',
    personal: 'Personal matters cannot be looked up here',
    blocked: 'This question cannot be answered',
    failed: 'It did not work',
  },
  contact: (contact) => `You may ask: ${contact}`,
  rate: 'Did this answer help?',
  helpful: 'It helped',
  unhelpful: 'It did not help',
  rated: 'Thank you, noted.',
  asOf: (day) => `by the rules in force on ${day}`,
  privacy: 'Please give no names, identity numbers or other personal data. Questions are kept for a time, to improve and to audit.',
};

export const words: Readonly<Record<Language, BoxWords>> = { zh, en };
