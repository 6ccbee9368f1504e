// Questions that no library answers, told by form alone: greetings, sums, verses on demand, today's weather, who the machine is.

const chat: readonly RegExp[] = [
  /^(?:你好|您好|hi|hello|嗨|哈喽|早上好|上午好|下午好|晚上好|谢谢|多谢|感谢|再见|拜拜|在吗|有人吗)(?:啊|呀|您|你)?$/,
  /^(?:你|您)(?:是谁|是什么|叫什么|几岁|多大|会什么|会做什么|能做什么|能干什么)/,
  /^(?=.*\d)(?=.*(?:[+\-*/×÷=加减乘除]|等于))[\d\s.+\-*/×÷=()加减乘除以等于是多少几]+$/,
  /(?:写|作|编|讲|来|说|唱)(?:一)?(?:首|个|段|篇|则|支)?[^，。]{0,8}(?:诗|笑话|故事|小说|歌|段子|对联|谜语)$/,
  /(?:今天|明天|后天|现在|这周|本周|周末)[^，。]{0,8}(?:天气|气温|下雨|下雪|几点|星期几|周几|股市|大盘)/,
  /(?:天气|股票|彩票)(?:怎么样|如何|预报|推荐)$/,
];

export function isOutOfScope(normalizedQuestion: string): boolean {
  const text = normalizedQuestion.replace(/[\s。!?,~]+$/, '').replace(/^(?:(?:你好|您好)[,，!！\s]+)?(?:请问|请|帮我|给我|麻烦)*/, '');
  return chat.some((pattern) => pattern.test(text));
}
