// Words of which a text has one and a claim the other: what may be done, how much of it, in which direction, and whether it has happened.
import type { Conflict, ConflictKind } from './conflict.ts';
import type { Window } from './nearest.ts';
import { pairsOf, sharedPairs, type Statement } from './statement.ts';

interface Opposites {
  readonly kind: ConflictKind;
  /** Alternatives of a pattern; a claim that has one of the first against a text that has one of the second, or the other way round. */
  readonly one: string;
  readonly other: string;
  /** Only a claim of the first against a text of the second. */
  readonly isOneWay?: boolean;
}

const opposites: readonly Opposites[] = [
  {
    kind: 'modality',
    one: '必须|应当|务必|一律|强制|须(?!知)|应(?=[在当于向由按依将及立予提办承负])',
    other: '可以|可(?=[在向由按依自申享办凭选直])|有权|鼓励|提倡|建议|自愿|酌情|原则上',
  },
  { kind: 'modality', one: '不得(?!不)|禁止|严禁|不准|不许|不予', other: '可以|允许|准许|鼓励|有权|应当|必须|予以' },
  { kind: 'modality', one: '必须|应当|需要?(?!求)', other: '无需|无须|不必|不需要|不用(?!户)|免于|免予' },
  {
    kind: 'scope',
    one: '所有|全部|一切|任何|各类|各级|全国|完全|全面|统统|唯一|绝大多数|无一例外',
    other: '部分|一些|有些|有的|个别|少数|试点|某些|多数|大多|主要|尤其|例如|比如|局部|若干|之一|多个',
    isOneWay: true,
  },
  {
    kind: 'scope',
    one: '只有|仅(?!仅是)|只(?=[能限对])|唯一',
    other: '不止|不只|不仅|不限于|均可|都可|也可|(?:并非|不是)唯一',
    isOneWay: true,
  },
  { kind: 'scope', one: '必然|必定|一定(?!程度|规模|的|条件|期限|比例)|肯定', other: '可能|有望|或将|也许|或许|预计', isOneWay: true },
  {
    kind: 'comparison',
    one: '高于|大于|多于|超过|超出|优于|领先|早于|快于|不低于|不少于|以上|至少|最低',
    other: '低于|小于|少于|不足|不及|落后|晚于|慢于|不高于|不超过|不多于|以下|以内|至多|最多|最高',
  },
  {
    kind: 'comparison',
    one: '增加|增长|上升|提高|提升|上涨|上调|扩大|加快|加强|增强|延长|放宽|升至',
    other: '减少|下降|降低|下滑|下跌|下调|缩小|放缓|减缓|减弱|削弱|缩短|收紧|降至',
  },
  { kind: 'comparison', one: '之前|以前|前(?=[，,。]|完成|提交|办理)', other: '之后|以后|后(?=[，,。]|完成|提交|办理)' },
  { kind: 'comparison', one: '有利于|利好|促进|推动|支持', other: '不利于|利空|阻碍|抑制|反对|限制' },
  { kind: 'comparison', one: '最大|最高|最多|最早|第一', other: '最小|最低|最少|最晚|最后' },
  { kind: 'negation', one: '始终|一直|总是', other: '从不|从未|偶尔' },
  { kind: 'negation', one: '免费|无偿', other: '收费|有偿|缴费|付费' },
  { kind: 'negation', one: '公开|开放|开源', other: '保密|不公开|关闭|闭源|封闭' },
  { kind: 'negation', one: '具备|拥有|具有|充足|充分', other: '缺乏|缺少|不足|匮乏|没有' },
  { kind: 'negation', one: '同意|批准|通过|接受|支持', other: '反对|驳回|否决|拒绝|不同意|不予批准' },
  {
    kind: 'plan-as-fact',
    one: '已经?(?!有)|实现了|建成了?|完成了|达到了|现已|目前已',
    other: '将(?!军|来)|计划|拟|预计|有望|力争|争取|目标|规划|到20\\d\\d年|下一步|准备|未来',
    isOneWay: true,
  },
];

const compiled = opposites.map(({ one, other, ...rest }) => ({ ...rest, one: new RegExp(one, 'g'), other: new RegExp(other, 'g') }));

export function findOpposites(claim: Statement, text: Statement, window: Window): Conflict[] {
  return compiled.flatMap(({ kind, one, other, isOneWay = false }) => [
    ...against(kind, one, other, claim, text, window),
    ...(isOneWay ? [] : against(kind, other, one, claim, text, window)),
  ]);
}

/** The claim has a word of `mine`; where the text speaks of the same it has one of `theirs`, and none of `mine` where it speaks more of it. */
function against(kind: ConflictKind, mine: RegExp, theirs: RegExp, claim: Statement, text: Statement, window: Window): Conflict[] {
  const [own] = [...claim.text.matchAll(mine)];
  if (!own || claim.text.search(theirs) >= 0) return [];
  const context = pairsOf(around(claim.text, own));
  const rival = closest(context, theirs, window.text);
  const agreeing = closest(context, mine, text.text);
  return rival && rival.shared > (agreeing?.shared ?? 0) ? [{ kind, claim: own[0], text: rival.words }] : [];
}

function closest(
  context: ReadonlySet<string>,
  words: RegExp,
  text: string,
): { readonly words: string; readonly shared: number } | undefined {
  const found = [...text.matchAll(words)].map((match) => ({ words: match[0], shared: sharedPairs(context, around(text, match)) }));
  return found.sort((one, other) => other.shared - one.shared)[0];
}

const reach = 16;

/** Within its sentence. */
function around(text: string, { 0: words, index }: RegExpExecArray): string {
  const before = text.slice(Math.max(0, index - reach), index).replace(/^.*[。；;]/s, '');
  const after = text.slice(index + words.length, index + words.length + reach).replace(/[。；;].*$/s, '');
  return `${before}，${after}`;
}
