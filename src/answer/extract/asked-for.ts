// The kind of answer that a question expects, and whether a sentence holds one.
import type { Measure } from './measure.ts';

export type Asks = 'money' | 'amount' | 'time' | 'who' | 'where' | 'permission' | 'reason' | 'list' | 'definition' | 'how';

const patterns: readonly (readonly [Asks, RegExp])[] = [
  [
    'money',
    /多少钱|几块钱|多少[^，。？,?]{0,4}(?:元|罚款|费用|资金|补贴|补助|奖金)|(?:费用?|费|金额|价格?|售价|成本|投资|资金|预算|罚款|补贴|补助|工资|奖励|基金群?|注资|出资)[^，。？,?]{0,6}(?:是|为|达到?)?(?:多少|多大|几)|(?:收费|收多少)/,
  ],
  // 编号是多少 asks for a name.
  [
    'amount',
    /(?<!(?:编号|代码|代号|号码|电话)[^，。,?]{0,4})多少|多大(?!意义|影响)|多高|多长|多远|(?<![那这])几(?!乎|何|率)(?!个方面|个问题|类|点|方面)|百分之几/,
  ],
  [
    'time',
    /什么时候|何时|什么时间|哪[一1]?[天年月日]|几[月号日点]|何日|多久|截止(?:时间|日期)?(?:是|到|$)|(?:期限|时限|日期|时间)(?:是|为|有)?(?:多少|多长|什么|几|$)/,
  ],
  [
    'who',
    /谁|哪(?:个|家|些|一家)?(?:单位|部门|机构|公司|企业|银行|组织|委员会|科室|处室|局|人|国家|学者|专家)|什么(?:单位|部门|机构|人)|由(?:哪|谁)/,
  ],
  ['where', /哪(?:个|座|些)?(?:省|城?市|区县?|县)/],
  ['permission', /能否|能不能|可否|可不可以|是否|是不是|有没有|要不要|会不会|需不需要|允不允许|吗/],
  ['reason', /(?<![称成作认定名命变改译叫视誉])为(?:什么|何)|什么原因|原因(?:是|有|在|何)|怎么会|何以|缘何/],
  ['definition', /什么是|是什么意思|含义|定义|指(?:的是)?什么|何谓/],
  ['how', /怎么|怎样|如何|流程|步骤/],
  [
    'list',
    /哪些|哪[一二两三四五六七八九十几\d]+[个项条点类种大方步]|分别|几[个]?(?:方面|类|种|点|条|项|步|问题|阶段|部分)|包括什么|有什么(?:条件|要求|材料)/,
  ],
];

export function askedFor(question: string): ReadonlySet<Asks> {
  return new Set(patterns.filter(([, pattern]) => pattern.test(question)).map(([asks]) => asks));
}

/** Whether a question can only be answered by something that is easily told apart in a sentence. */
export function holdsAnswer(asks: Asks, sentence: string, newMeasures: readonly Measure[]): boolean {
  switch (asks) {
    case 'money':
      return newMeasures.some((measure) => measure.kind === 'money');
    case 'amount':
      return newMeasures.some((measure) => measure.kind !== 'year') || /[半两双][数倍]|翻番/.test(sentence);
    case 'time':
      return (
        newMeasures.some((measure) => measure.kind === 'year' || measure.kind === 'time') ||
        /年底|年初|即日|当[日天]|次[日年]|长期|季度|[上下]半年|去年|今年|明年|前夕/.test(sentence)
      );
    case 'reason':
      return /因|由于|故|使|令|致|鉴于|得益|以[^及上下前后外内来]|原因|导致|从而|以便|避免|旨在|为了|缘于|源于|在于|有关|所以|使得|才能|难以/.test(
        sentence,
      );
    case 'definition':
      return /是指|指的是|是一|是将|是把|是通过|称为|所谓|指/.test(sentence);
    case 'where':
      return /[省市区县州]|北京|上海|天津|重庆|深圳|广州/.test(sentence);
    default:
      return true;
  }
}
