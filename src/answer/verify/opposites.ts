// Words of which a text has one and a claim the other: what may be done, how much of it, in which direction, and whether it has happened.
import { findBetterPlace, findNamedPlace, type Placed } from './attribution.ts';
import type { Conflict, ConflictKind } from './conflict.ts';
import { isClauseHeld } from './held.ts';
import type { Window } from './nearest.ts';
import { isExcepted } from './exceptions.ts';
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
    other: '(?<!不)可以|可(?=[在向由按依自申享办凭选直])|有权|鼓励|提倡|建议|自愿|酌情|原则上',
  },
  {
    kind: 'modality',
    one: '不得(?!不)|禁止|严禁|不准|不许|不予|不允许|不可以|不能(?!超|低|少|高)',
    other: '(?<!不)可以(?!不|免)|(?<!不)允许|(?<!不)准许|鼓励|有权|应当|必须',
  },
  { kind: 'modality', one: '不予', other: '(?<!请)予以|给予' },
  { kind: 'modality', one: '必须|应当|(?<!无)须(?!知)|需要?(?!求)', other: '无需|无须|不必|不需要|不用(?!户)|免于|免予' },
  {
    kind: 'scope',
    one: '所有|全部|一切|任何|各类|各级|全国|完全|全面|统统|唯一|绝大多数|无一例外',
    other: '部分|一些|有些|有的|个别|少数|试点|其余|基本|某些|多数|大多|主要|尤其|例如|比如|局部|若干|之一|多个',
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
    one: '(?<![不没未有]|不得|不能|不应|不可|不可以)(?:高于|大于|多于|超过|超出)(?![^，,；;。]{0,12}的[，,按])|优于|领先|早于|快于|不低于|不少于|以上|至少|最低',
    other:
      '(?<!不|不得|不能|不应|不可|不可以)(?:低于|小于|少于)|不足|不及|落后|晚于|慢于|(?:不|不得|不能|不应|不可以?|未|没有?)(?:高于|超过|超出|多于|大于)|以下|以内|至多|最多|最高',
  },
  {
    kind: 'comparison',
    one: '增加|增长|上升|提高|提升|上涨|上调|扩大|加快|加强|增强|延长|放宽|升至',
    other: '减少|下降|降低|下滑|下跌|下调|缩小|放缓|减缓|减弱|削弱|缩短|收紧|降至',
  },
  { kind: 'comparison', one: '之前|以前|前(?=[，,。]|完成|提交|办理)', other: '之后|以后|后(?=[，,。]|完成|提交|办理)' },
  { kind: 'comparison', one: '加倍|翻倍|翻番', other: '减半' },
  { kind: 'comparison', one: '有利于|利好|促进|推动|支持', other: '不利于|利空|阻碍|抑制|反对|限制' },
  {
    kind: 'comparison',
    one: '[从由]高[到至]低|[从由]大[到至]小|[从由]多[到至]少|降序',
    other: '[从由]低[到至]高|[从由]小[到至]大|[从由]少[到至]多|升序',
  },
  { kind: 'comparison', one: '首先|主要是|首要', other: '其次|再次|次要', isOneWay: true },
  { kind: 'comparison', one: '最大|最高|最多|最早|第一', other: '最小|最低|最少|最晚|最后' },
  { kind: 'unit', one: '每月|按月|逐月', other: '每季度?|按季度?|每年|按年|逐年' },
  { kind: 'negation', one: '始终|一直|总是', other: '从不|从未|偶尔' },
  { kind: 'negation', one: '免费|无偿', other: '收费|有偿|缴费|付费' },
  { kind: 'negation', one: '公开|开放|开源', other: '保密|不公开|关闭|闭源|封闭' },
  { kind: 'negation', one: '具备|拥有|具有|充足|充分', other: '缺乏|缺少|不足|匮乏|没有' },
  { kind: 'negation', one: '同意|批准|通过|接受|支持', other: '反对|驳回|否决|拒绝|不同意|不予批准' },
  { kind: 'plan-as-fact', one: '决定(?!书|权)|敲定|获批', other: '建议|提议|尚未确定|研究|讨论|希望|申请', isOneWay: true },
  {
    kind: 'plan-as-fact',
    one: '已经?(?!有|[\\u4e00-\\u9fff]{0,12}的)|实现了|建成了?|完成了|达到了|现已|目前已',
    other: '将(?!军|来)|定于|计划|拟|预计|有望|力争|争取|目标|规划|到20\\d\\d年|下一步|准备|未来|希望|明年|后年|申请|的(?=[，,])',
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

/**
 * The claim has a word of `mine`; where the text speaks of the same it has one of `theirs`, and none of `mine` where it speaks more of it:
 * by the words around, or by what the clauses are about.
 */
function against(kind: ConflictKind, mine: RegExp, theirs: RegExp, claim: Statement, text: Statement, window: Window): Conflict[] {
  const [own] = placesOf(mine, claim.text);
  if (!own || claim.text.search(theirs) >= 0 || isClauseHeld(own.start, claim, text)) return [];
  const context = pairsOf(around(claim.text, own));
  const rival = closest(context, theirs, window.text);
  const agreeing = closest(context, mine, text.text);
  if (kind === 'modality' && !isOfSameVerb(own, theirs, claim, text)) return [];
  if (rival && rival.shared > (agreeing?.shared ?? 0)) return isExcepted(claim, text) ? [] : [{ kind, claim: own.text, text: rival.words }];
  const [held, others] = [placesOf(mine, text.text), placesOf(theirs, text.text)];
  if (held.length === 0) return [];
  const marks = [...held, ...others].sort((one, other) => one.start - other.start);
  const better =
    findNamedPlace(own, [own], held, others, marks, claim, text, 'sentence') ??
    findBetterPlace(own, held, others, marks, [own], claim, text, 'sentence');
  return better && !isExcepted(claim, text) ? [{ kind, claim: own.text, text: better.text }] : [];
}

const verbReach = 10;

/** What may, must or must not be done is the same in both: 须年满6周岁 does not stand against 可以入读. */
function isOfSameVerb(own: Placed, theirs: RegExp, claim: Statement, text: Statement): boolean {
  const from = own.start + own.text.length;
  const verbs = claim.words.filter(
    ({ word, start, tag }) => start >= from && start < from + verbReach && /^(?:v|n|j|l|i|x)/.test(tag) && word.length > 1,
  );
  if (verbs.length === 0) return true;
  return placesOf(theirs, text.text).some(({ start, text: words }) => {
    const after = text.text.slice(start + words.length, start + words.length + 2 * verbReach).replace(/[。；;].*$/s, '');
    return verbs.some(({ word }) => after.includes(word));
  });
}

/** What a title says, nobody says here: 《为什么伟大不能被计划》. */
function placesOf(words: RegExp, text: string): Placed[] {
  return [...text.replace(/《[^》]*》/g, (title) => '＿'.repeat(title.length)).matchAll(words)].map((match) => ({
    text: match[0],
    start: match.index,
  }));
}

function closest(
  context: ReadonlySet<string>,
  words: RegExp,
  text: string,
): { readonly words: string; readonly shared: number } | undefined {
  const found = placesOf(words, text).map((place) => ({ words: place.text, shared: sharedPairs(context, around(text, place)) }));
  return found.sort((one, other) => other.shared - one.shared)[0];
}

const reach = 16;

/** Within its sentence. */
function around(text: string, { text: words, start: index }: Placed): string {
  const before = text.slice(Math.max(0, index - reach), index).replace(/^.*[。；;]/s, '');
  const after = text.slice(index + words.length, index + words.length + reach).replace(/[。；;].*$/s, '');
  return `${before}，${after}`;
}
