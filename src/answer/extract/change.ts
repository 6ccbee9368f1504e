// Which way something moved, and what comes before and after what.
import type { Gap } from './evidence.ts';

const up = '不降反升|上升|上涨|增加|增长|提高|提升|扩大|延长|上调|高涨';
const down = '不升反降|下降|下滑|下跌|减少|降低|缩小|缩短|下调|压缩';
const moves = new RegExp(
  `(\\p{Script=Han}{2})(?:率|量|额|数|了|的|正|将|已|实际|也|却|反而|大幅|持续|明显|显著)*(?:(${up})|(${down}))`,
  'gu',
);

export function findChangeConflict(question: string, sentence: string): Gap | undefined {
  const said = [...sentence.matchAll(moves)];
  for (const asked of question.matchAll(moves)) {
    if (/[没未不]有?$/.test(asked[1] ?? '')) continue;
    const same = said.filter((other) => other[1] === asked[1]);
    const rival = same.find((other) => (other[2] === undefined) !== (asked[2] === undefined));
    if (rival && same.every((other) => (other[2] === undefined) !== (asked[2] === undefined)))
      return { kind: 'contradicted', asked: asked[0], found: rival[0] };
  }
  return undefined;
}

const order = /(\p{Script=Han}{2})(?:之|以)?([前后])(?![景沿期续者端台果])/gu;

/** 上线前 is asked for, the sentence is about 上线后: another matter, not a contradiction. */
export function isAboutOtherTime(question: string, sentence: string): boolean {
  const said = [...sentence.matchAll(order)];
  return [...question.matchAll(order)].some((asked) => {
    const same = said.filter((other) => other[1] === asked[1]);
    return same.length > 0 && same.every((other) => other[2] !== asked[2]);
  });
}
