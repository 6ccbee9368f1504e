// What people ask about a public service, and how its guide says it: how it is done, with which papers, where, whom to call.
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import type { Candidate } from './candidates.ts';

/** Parts of a service guide (办事指南). */
export type GuidePart = 'procedure' | 'materials' | 'place' | 'contact';

interface Wording {
  readonly asked: RegExp;
  /** Questions that may ask for it. */
  readonly sought?: RegExp;
  /** Headings under which it stands ... */
  readonly heading: RegExp;
  /** ... and whether all text under them says it. */
  readonly headingSuffices: boolean;
  /** What such headings hold, for a search. */
  readonly headings: readonly string[];
  /** Text that says it under any heading. */
  readonly said: RegExp;
}

const how = '(?:怎么|怎样|如何|咋)(?:才能|才可以|去|来|样)?(?:在?网上|自己|重新|给[^，,。?]{1,4})?';
/** What is done with a service; 怎么补贴 asks how much. */
const acts =
  '办(?=[\\p{Script=Han}])|申请|申报|申办|申领|补办|补领|换领|领取|领(?=$|[?？。])|报名|登记|预约|挂失|激活|注册|过户|投诉|注销|查询|查看|查(?=$|[?？。]|余额|分数)|备案|反馈|提意见|提建议';
const papers = '材料|资料|证件|证明|单据|凭证';
const whichWords = '什么|哪些|啥|哪几[种样]';
const offices =
  '窗口|网点|大厅|中心|派出所|门诊|街道|社区|服务台|自助机|办事处|委员会|居委会|村委会|柜台|机构|银行|医院|学校|法院|经营者|公司|企业|部门|[局厅署站所处院馆]';
const where = '(?:哪(?:里|儿|个?(?:部门|单位|窗口|科室|机构|地方))?|什么(?:地方|部门|单位))';
const ways = /流程|程序|步骤|渠道|途径|(?<!联系|计算|计费|收费|处理|支付|结算)方式$/u;

const wordings: Readonly<Record<GuidePart, Wording>> = {
  procedure: {
    asked: new RegExp(
      `${how}(?:${acts})|(?:证|卡|照|许可|登记|手续)${how}办[?？。]?$|(?:流程|程序|步骤)(?:是|有|怎|$|[?？])|(?:${whichWords})手续|手续(?:是|有|怎)`,
      'u',
    ),
    sought: /怎么|怎样|如何|咋/,
    heading: ways,
    headings: ['办理流程', '办理方式', '办事指南'],
    headingSuffices: true,
    said: new RegExp(
      `(?:向|到|去)[^，,。;；]{2,24}(?:提出|提交|申[请报领]|备案|反映|报告|预约|投诉|登记|办理|领取|补办)|(?:到|在)[^，,。;；]{0,16}(?:${offices})` +
        '|通过[^，,。;；]{2,20}(?:办理|申[请报领]|预约|登记|提交|缴|查询|下载)|登录|小程序|拨打|[持凭][^，,。;；]{2,24}(?:办理|申[请领]|领取|补办)' +
        '|第[一二三四五六七八九]步|网上(?:预约|办理|申[请报领])|填[写报]|(?:应当|可以|需)[^，,。;；]{0,14}(?:提出|提交|备案|报告|签注|激活|挂失|携带)' +
        '|(?:提出|提交)[^，,。;；]{0,12}申请|应当[^。]{0,60}(?:表决|批准|核准|审核|许可)|应当[^，,。;；]{0,20}办理',
      'u',
    ),
  },
  materials: {
    asked: new RegExp(
      `(?:${whichWords})(?:${papers})|(?:带|准备|提交|提供|携带|出示)(?:些|上)?(?:${whichWords})(?!时)|(?:${papers})(?:是|有|包括|要|需要?)?(?:${whichWords}|清单)`,
    ),
    heading: new RegExp(`${papers}|携带`),
    headings: ['申请材料', '所需材料'],
    headingSuffices: true,
    said: /材料|证件|身份证|户口[簿本]|证明|证书|合同|照片|证件照|申请表|复印件|原件|委托书|声明书?|承诺书|出示|(?:应当|需要?|须|请|另)(?:携带|提供)|[持凭][^，,。;；]{0,12}[证卡件]/,
  },
  place: {
    asked: new RegExp(
      `(?:去|到|上|往|找|向)${where}(?=办|交|领|补|申|打|查|报|退|买|登|投|反|缴|取|拿|找|弄|换|看|[?？。]|$)|(?:在|从)${where}(?=办|交|领|补|申|打|查|报|缴|取|换)` +
        '|找谁(?=[?？。]|办|$)|哪里(?:能|可以)?(?:办|领|补|申|打|交|查)',
      'u',
    ),
    headings: ['办理地点', '办理方式', '窗口'],
    heading: new RegExp(`地点|地址|窗口|受理(?:机构|部门)|${ways.source}`, 'u'),
    headingSuffices: false,
    said: new RegExp(`(?:向|到|在|由|去|至|持|通过)[^，,。;；]{0,24}(?:${offices}|平台)|地址|小程序|网上|自行(?:下载|打印)`),
  },
  contact: {
    asked: /(?:电话|号码|热线)(?:是|号码)?(?:多少|什么|几)|(?:怎么|如何|怎样)联系|联系(?:方式|电话)|打(?:什么|哪个|几号?)(?:电话|号码)?/,
    heading: /电话|联系|咨询|热线/,
    headings: ['咨询电话', '联系方式'],
    headingSuffices: false,
    said: /\d{3,4}-?\d{5,8}|(?<!\d)1\d{4}(?!\d)|@/,
  },
};

const guideParts = Object.keys(wordings) as GuidePart[];

/** The parts without which there is no answer. */
export function partsAsked(normalizedQuestion: string): GuidePart[] {
  return guideParts.filter((part) => wordings[part].asked.test(normalizedQuestion));
}

/** The parts in which an answer would stand: 怎么缴费 may be answered elsewhere, too. */
export function partsSought(normalizedQuestion: string): GuidePart[] {
  return guideParts.filter((part) => wordings[part].asked.test(normalizedQuestion) || wordings[part].sought?.test(normalizedQuestion));
}

/** A guide seldom repeats the question: what its headings say, for the search before the answer. */
export function headingsAskedFor(question: string): string[] {
  return partsAsked(normalizeForSearch(question)).flatMap((part) => wordings[part].headings);
}

/** Whether the sentence says it, or stands where all text does. What is forbidden or spared is no way to do something. */
export function saysPart(part: GuidePart, candidate: Candidate): boolean {
  const { said, headingSuffices } = wordings[part];
  if (part === 'procedure' && spared.test(candidate.normalized)) return false;
  return said.test(candidate.normalized) || (headingSuffices && standsInPart(part, candidate));
}

/** Whether the sentence stands in the part of a guide that is about it. */
export function standsInPart(part: GuidePart, { passage }: Candidate): boolean {
  const nearest = passage.headingPath.at(-1);
  return nearest !== undefined && wordings[part].heading.test(normalizeForSearch(nearest));
}

const spared = /(?:不得|不再|无需|不必|不用)[^。;；]{0,24}(?:提交|提供|申请|办理)/;
