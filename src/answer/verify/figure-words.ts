// The words that belong to a figure: which way it went, which bound it is, of what time it is counted, and what it came from.
import type { Measure } from '../mentions/measure.ts';
import type { Conflict } from './conflict.ts';
import { isSameFigure, isSameThing } from './same-thing.ts';
import type { Statement } from './statement.ts';

type Reader = (figure: Measure, statement: Statement) => string | undefined;

/** Each tells a figure's meaning by a word of its own; where every place of the text has another one, the claim says otherwise. */
const readers: readonly { readonly kind: Conflict['kind']; readonly read: Reader }[] = [
  { kind: 'comparison', read: directionOf },
  { kind: 'comparison', read: boundOf },
  { kind: 'comparison', read: (figure, statement) => boundOf(figure, statement, true) },
  { kind: 'unit', read: periodOf },
];

export function findFigureWordConflicts(claim: Statement, text: Statement): Conflict[] {
  return [...claim.measures.flatMap((figure) => wordConflict(figure, claim, text) ?? []), ...turnedRound(claim, text)];
}

function wordConflict(figure: Measure, claim: Statement, text: Statement): Conflict | undefined {
  const same = text.measures.filter((other) => isSameFigure(figure, other));
  for (const { kind, read } of same.length > 0 ? readers : []) {
    const mine = read(figure, claim);
    const [theirs] = mine === undefined ? [] : same.map((other) => read(other, text));
    if (mine === undefined || theirs === undefined) continue;
    if (same.every((other) => ![mine, undefined].includes(read(other, text))))
      return { kind, claim: `${mine} ${figure.text}`, text: `${theirs} ${figure.text}` };
  }
  return undefined;
}

/** Of its clause, back to the last figure. */
function leadOf({ start }: Measure, { text, measures }: Statement): string {
  const previous = measures.findLast((other) => other.start < start);
  return text.slice(previous ? previous.start + previous.text.length : 0, start).replace(/^.*[，,、。；;：:！!？?]/s, '');
}

const up = /增长|增加|增幅|上升|上涨|提高|提升|上调|上浮|调高|扩大|延长|前移|(?<![不最至])(?:高|多)(?!于|达|数|年|项|种|个|家)|涨/g;
const down = /下降|降低|降幅|减少|下跌|下调|下浮|调低|下滑|回落|缩小|缩短|压减|后移|(?<![不最至减])(?:低|少)(?!于|数|年|量)|(?<!下)跌/g;

export function directionOf(figure: Measure, statement: Statement): string | undefined {
  const lead = leadOf(figure, statement);
  const [rise, fall] = [lastIn(lead, up), lastIn(lead, down)];
  return rise === fall ? undefined : rise > fall ? '↑' : '↓';
}

function lastIn(text: string, words: RegExp): number {
  return [...text.matchAll(words)].at(-1)?.index ?? -1;
}

const atMost =
  /(?:(?:不|未|没有?)(?:得|能|应|会|可以?)?(?:超过|高于|多于|大于|超出)|至多|最多|最高|最长|上限为?|低于|少于|小于|不足|不到|不满|未满)(?:为|达|到|可达?)?$/;
const atLeast =
  /(?:(?:不|未)(?:得|能|应|可以?)?(?:低于|少于|小于|足)|至少|最少|最低|最短|下限为?|超过|高于|多于|大于|超出|逾|突破)了?(?:为|达|到)?$/;

function boundOf(figure: Measure, statement: Statement, isCondition = false): string | undefined {
  const lead = leadOf(figure, statement);
  const after = statement.text.slice(figure.start + figure.text.length);
  // 超过2小时的, 按违法停车处理: a condition sets no bound, and is set against conditions alone.
  if (/^[^，,；;。]{0,8}[的时后](?=[，,按])/.test(after) !== isCondition) return undefined;
  if (/^及?(?:以下|以内|之内)/.test(after) || (atMost.test(lead) && !/不(?:得|能|应|可以?)?(?:低于|少于|小于)/.test(lead.slice(-6))))
    return '≤';
  return /^及?以上/.test(after) || atLeast.test(lead) ? '≥' : undefined;
}

/** 五年内安排2亿元: of all the time together. */
const whole = /[\d一二两三四五六七八九十](?:年|个?月)(?:内|里|间|来|共|累计)[^，,。；;]*$/;
/** 每月1200元, 日处理6万吨: figures of a year are none of a day. */
const period =
  /首(小时|日|周|年)|每(?:人|户|名|个|家)?每?(年|月|日|天|周|季度?|学期|小时)|(?<![\d一二三四五六七八九十])(年|月|日)(?=均|处理|产[^业权品]|供|发电|接待|加工|检测|用水)/g;

function periodOf(figure: Measure, statement: Statement): string | undefined {
  const lead = leadOf(figure, statement);
  if (whole.test(statement.text.slice(Math.max(0, figure.start - 16), figure.start))) return 'Σ';
  const found = [...lead.matchAll(period)].at(-1);
  const span = found?.slice(1).find((one) => one !== undefined);
  return span?.replace('天', '日').replace('季度', '季');
}

/** 由A到B where the text has 由B到A. */
function turnedRound(claim: Statement, text: Statement): Conflict[] {
  const changes = changesIn(text);
  return changesIn(claim).flatMap(({ from, to }): Conflict[] => {
    const is = (one: Measure, other: Measure): boolean => isSameFigure(one, other);
    const held = changes.some((change) => is(change.from, from) && is(change.to, to));
    const turned = changes.find((change) => is(change.from, to) && is(change.to, from));
    return turned && !held ? [{ kind: 'comparison', claim: `${from.text}→${to.text}`, text: `${to.text}→${from.text}` }] : [];
  });
}

function changesIn(statement: Statement): { readonly from: Measure; readonly to: Measure }[] {
  return statement.measures.flatMap((to, index) => {
    const from = statement.measures[index - 1];
    if (!from || !isSameThing(from, to)) return [];
    const between = statement.text.slice(from.start + from.text.length, to.start);
    return between.length < 16 &&
      /[到至为]$|[到至为](?:每|了)/.test(between) &&
      /[由从自]/.test(statement.text.slice(Math.max(0, from.start - 12), from.start))
      ? [{ from, to }]
      : [];
  });
}
