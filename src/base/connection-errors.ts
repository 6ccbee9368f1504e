// Failures of what is opened to the outside, as part of the one table (errors.ts).

export const connectionErrors = {
  'answer-box-closed': {
    status: 403,
    retryable: false,
    zh: '这个答问窗现在不接受提问。请通过本单位的其他渠道咨询。',
    en: 'This answer box takes no questions now. Please ask the institution in another way.',
  },
  'visit-over': {
    status: 409,
    retryable: false,
    zh: '这次对话已经结束。请重新提问。',
    en: 'This conversation is over. Please ask again.',
  },
} as const;
