// The words that make a sentence a question.

const classifiers = '[个些家项名年月日天号种类部位条款级次倍省市区县块方]';
const patterns = [
  '什么(?:时候|时间|样|意思)?',
  '为(?:什么|何)',
  '多(?:长时间|[少大久长高远])',
  '百分之几',
  '怎么(?:办(?!理)|样|算|处理)?',
  '(?:会|要)?怎样',
  '如何',
  '哪(?:一)?[个种家类项档](?:更|比较|最)?[高低大小长短贵快慢多少早晚](?=[？?。]|$)',
  `哪[一二两三四五六七八九十几\\d]*(?:${classifiers}|里|儿)?`,
  `几(?!乎|何|率)(?:个?百分点|${classifiers})?`,
  '谁',
  '是不是|是否|能不能|能否|可不可以|可否|有没有|要不要|会不会|行不行|需不需要|可以吗|[么咋啥]$|行吗',
];

/** Every place where something is asked. */
export const interrogatives = new RegExp(patterns.join('|'), 'g');

/** What is polite, hedging, or speaks of the text itself. */
const courtesies =
  '请问|据不完全统计|据报道|据悉|想(?:问一下|了解|知道)|麻烦|又是|分别|大约|大概|目前|具体|主要|一共|总共|文章|本文|报告|材料|文件|资料|[吗呢吧啊呀]';

/** All that poses the question; what remains is what it is about. */
export const frame = new RegExp(`${patterns.join('|')}|${courtesies}`, 'g');
