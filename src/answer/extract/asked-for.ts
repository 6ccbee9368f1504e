// The kind of answer that a question expects, and whether a sentence holds one.
import { findMeasures, type Measure } from '../mentions/measure.ts';
import { type GuidePart, partsAsked, saysPart } from './service-guide.ts';
import type { Candidate } from './candidates.ts';

export type Asks =
  | 'money'
  | 'fee'
  | 'amount'
  | 'time'
  | 'date'
  | 'where'
  | 'who'
  | 'permission'
  | 'reason'
  | 'list'
  | 'definition'
  | GuidePart;

const patterns: readonly (readonly [Asks, RegExp])[] = [
  ['amount', /哪(?:一)?[个种家类项档](?:更|比较|最)?[高低大小长短贵快慢多少]|多大(?!意义|影响)|多高|多长(?!时间)|多远|百分之几/],
  ['time', /最[晚迟](?!哪)|什么时[候间]|何时|多久|多长时间|几点|(?:期限|时限|时间)(?:是|为|有)?(?:什么|$)/],
  ['date', /哪[一1]?[天年月日]|何日|几[月号](?!内)|截止(?!\d)|到(?:什么时候|何时)|为止|最[晚迟](?=哪)|日期(?:是|为)?(?:什么|$)/],
  ['where', /哪(?:个|座|些)?(?:省|城?市|区县?|县)/],
  [
    'who',
    /[由归被]谁|谁(?:来|去|负责|管|批|审|认定|决定|说了算|[出付交赔](?:钱|费|的)?|买单|承担)|(?:哪[一个些家]*|什么)(?:部门|单位|机关|机构|科室)/,
  ],
  ['permission', /能否|能不能|可否|可不可以|是否|是不是|有没有|要不要|会不会|需不需要|允不允许|行不行|吗|(?<![什怎多这那])么[?？。]?$/],
  ['reason', /(?<![称成作认定名命变改译叫视誉])为(?:什么|何)|什么原因|原因(?:是|有|在|何)|怎么会|何以|缘何/],
  ['definition', /什么是|是什么意思|含义|定义|指(?:的是)?什么|何谓/],
  [
    'list',
    /哪些|哪[一二两三四五六七八九十几\d]+[个项条点类种大方步]|分别|几[个]?(?:方面|类|种|点|条|项|步|问题|阶段|部分)|包括什么|什么(?:条件|要求|材料|情况|情形)/,
  ],
];
/** 编号是多少 asks for a name; 那几年, 几乎 ask nothing; 哪几个, 几个方面 ask for a list. */
const howMuch = /(?<!(?:编号|代码|代号|号码|电话)[^，。,?]{0,4})多少|(?<![那这哪])几(?!乎|何|率|个?方面|个?问题|类|点)/g;
const moneyNoun = '钱|费|金额|价|售价|成本|投资|资金|预算|罚款|补贴|补助|工资|租金|奖金|奖励|注资|出资';
const moneyBefore = new RegExp(`(?<!不)(?:${moneyNoun}|基金群?|收)[^，。,?]{0,8}$`);
const moneyAfter = new RegExp(`^[^，。,?]{0,3}(?:${moneyNoun})`);

/** 要花钱吗, 暖气费怎么收; 怎么算 may be answered by a rule without a figure. */
const fee = /(?:要|用|得)(?:不[要用])?(?:花|交|出|给)?钱|收(?:不收)?费(?:吗|么)|免费[吗么]|(?:怎么|如何|怎样|咋)收(?:费|钱|$|[?？])/;

export function askedFor(question: string): ReadonlySet<Asks> {
  const byWord = patterns.filter(([, pattern]) => pattern.test(question)).map(([asks]) => asks);
  const byUnit = [...question.matchAll(howMuch)].map((match) =>
    quantityAsked(question.slice(0, match.index), question.slice(match.index + match[0].length)),
  );
  return new Set([...byWord, ...byUnit, ...(fee.test(question) ? (['fee'] as const) : []), ...partsAsked(question)]);
}

/** The unit that follows tells (多少分钟, 几个百分点), else a noun of money around it. */
function quantityAsked(before: string, after: string): Asks {
  const [measure] = findMeasures(`3${after}`);
  if (measure?.start === 0 && measure.unit !== '')
    return measure.kind === 'money'
      ? 'money'
      : (measure.kind === 'time' && measure.unit !== '岁') || measure.kind === 'year'
        ? 'time'
        : 'amount';
  return moneyBefore.test(before) || moneyAfter.test(after) ? 'money' : 'amount';
}

/** Whether the sentence holds what is asked for, as far as that is easily told; what cannot be told counts as held. */
export function holdsAnswer(asks: Asks, candidate: Candidate, newMeasures: readonly Measure[]): boolean {
  const sentence = candidate.normalized;
  switch (asks) {
    case 'fee':
      return forNothing.test(sentence) || holdsAnswer('money', candidate, newMeasures);
    case 'money':
      // 租金按20%缴纳 answers how much, too.
      return newMeasures.some(({ kind }) => kind === 'money' || (kind === 'share' && byShare.test(sentence)));
    case 'amount':
      return newMeasures.some((measure) => measure.kind !== 'year') || /[半两双][数倍]|翻番/.test(sentence);
    case 'time':
      return (
        newMeasures.some((measure) => measure.kind === 'year' || (measure.kind === 'time' && measure.unit !== '岁')) ||
        timeWord.test(sentence)
      );
    case 'date':
      return newMeasures.some((measure) => measure.kind === 'year' || /^[月日]$/.test(measure.unit)) || dateWord.test(sentence);
    case 'reason':
      return causeWord.test(sentence);
    case 'definition':
      return /是指|指的是|是一|是将|是把|是通过|称为|所谓|指/.test(sentence);
    case 'where':
      return /[省市区县州]|北京|上海|天津|重庆|深圳|广州/.test(sentence);
    case 'who':
      return actor.test(sentence);
    case 'procedure':
    case 'materials':
    case 'place':
    case 'contact':
      return saysPart(asks, candidate);
    default:
      return true;
  }
}

/** Whoever can do something by a rule: an office, a body, a firm, a person in a role, or whoever stands behind 由, 向, 报. */
const actor =
  /[由向归报经][^，。,;；]{0,14}\p{Script=Han}|[局委厅院]|部门|单位|政府|机[关构]|中心|办公[室厅]|公司|企业|集团|银行|协会|大学|街道|社区|学校|医院|财政|人员|负责人|主任|领导|申请人|当事人|个人|本人|父母|家[长属]|监护人|业主|用户|住户|车主|双方/u;
const byShare = /按[^，。;；]{0,16}(?:%|‰|倍)|比例|标准|[%倍](?:的|计|缴|发|给|支|补|报|收|为|以|[，。;；)]|$)/;
const forNothing = /免费|不收取?|免[收交缴]|不用交/;
const dateWord = /年[底初]|即日|当[日天]|次[日年]|[上下]半年|去年|今年|明年|前夕|[元一二三四五六七八九十]+年/;
const timeWord = new RegExp(`${dateWord.source}|长期|季度|半年|学期|每[年月周日天]`);
const causeWord =
  /因|由于|故|使|令|致|鉴于|得益|以[^及上下前后外内来]|原因|导致|从而|以便|避免|旨在|为了|缘于|源于|在于|有关|所以|使得|才能|难以/;
