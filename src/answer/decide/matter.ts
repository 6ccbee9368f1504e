// What kind of matter a question is, where documents are no answer to it: somebody in danger needs a telephone number, and what concerns one
// person's own file needs the office that keeps it. Told by words alone and only where they are plain: rules on such matters are questions
// like any other.
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';

export type Danger = 'mind' | 'violence' | 'fire' | 'health' | 'traffic';
export type Matter = { readonly kind: 'library' } | { readonly kind: 'crisis'; readonly danger: Danger } | { readonly kind: 'personal' };

const someone =
  '我|俺|咱|本人|自己|有人|家里|家人|老[公婆人]|丈夫|妻子|爸|妈|父亲|母亲|爷爷|奶奶|孩子|儿子|女儿|朋友|同[学事]|邻居|楼[上下]|隔壁|对面';
/** Who asks how it is regulated is in no danger. */
const asksForRules =
  /规定|办法|条例|政策|标准|制度|补贴|补助|报销|赔偿|流程|条件|材料|奖励|处罚|罚款|责任|预案|职责|义务|怎么?申请|如何申请|申领|统计|数据|培训|宣传|属于|是否|能不能|可不可以|吗$/;

const dangers: readonly (readonly [Danger, RegExp])[] = [
  [
    'mind',
    /(?:不想活|活不下去|想(?:要)?死|想自杀|要自杀|正在自杀|去自杀|想轻生|要轻生|割腕|吞药|结束(?:自己|我)的?生命|要跳(?:楼|河|桥)|想跳(?:楼|河|桥)|站在(?:楼顶|天台))/,
  ],
  ['fire', new RegExp(`(?:${someone}|这里|小区|厨房|楼道|车).{0,8}(?:着火|起火|失火|冒浓烟|煤气泄漏|燃气泄漏|煤气中毒)(?:了|啦|$)`)],
  [
    'health',
    new RegExp(`(?:${someone}).{0,10}(?:昏迷|晕倒|没有?呼吸|喘不上气|大出血|心脏病发作|心梗|中风|溺水|触电|噎住|休克|快不行)(?:了|啦|$)`),
  ],
  ['violence', new RegExp(`(?:${someone}).{0,10}(?:正在打|在打|打我|被打|被砍|被绑|被抢|拿刀|持刀|要杀|家暴|跟踪我|被拐|被困)`)],
  ['traffic', /(?:刚|正|现在).{0,6}(?:出了?车祸|撞车|撞人|被车撞)/],
];

const own = /我的|我家的|我(?=[^的]{0,6}(?:上个?月|这个月|今年|去年|还|怎么还))|本人的|帮我查|给我查|替我查|查一下我/;
const file =
  /余额|到账|审核(?:结果|进度|状态|通过)|(?:办理|审批|申请|工单|案件|受理)(?:进度|状态|结果|编号)|进度|还没(?:有)?(?:发|到|批|办)|什么时候(?:发|到账|批|下来)|多少(?:钱)?了|缴(?:费|存)记录|身份证号(?:码)?(?:是|为)|单号/;

export function matterOf(question: string): Matter {
  const text = normalizeForSearch(question).replace(/[\s。!！?？~]+$/, '');
  if (!asksForRules.test(text)) {
    const danger = dangers.find(([, words]) => words.test(text))?.[0];
    if (danger) return { kind: 'crisis', danger };
  }
  return own.test(text) && file.test(text) ? { kind: 'personal' } : { kind: 'library' };
}
