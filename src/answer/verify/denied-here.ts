// The same words, and between them a denial: 决定停止执行 where the text has 决定不停止执行, or the other way round.
import type { Conflict } from './conflict.ts';
import type { Statement } from './statement.ts';

const inserted =
  /(?<=(?<before>\p{Script=Han}{2}))(?<denial>并不|不再|不得|不予|不会|不能|不可|不需|无须|无需|尚未|并未|未能|没有|不|未|无)(?<after>\p{Script=Han}{2})/gu;
const denials = ['不得', '不能', '不可以', '不可', '不应', '不予', '不会', '不'];
/** They come between as easily, and deny nothing. */
const fillers = ['', '已', '已经', '可以', '可', '得', '须', '应', '应当', '要', '将', '会', '能'];

export function findDenialsBetween({ text: claim }: Statement, { text }: Statement): Conflict[] {
  return [
    ...betweenIn(text, claim),
    ...betweenIn(claim, text).map(({ kind, claim: plain, text: denied }) => ({ kind, claim: denied ?? plain, text: plain })),
  ];
}

/** Denied in the one and asserted in the other, which denies it nowhere. */
function betweenIn(denying: string, asserting: string): Conflict[] {
  return [...denying.matchAll(inserted)].flatMap(({ groups = {} }): Conflict[] => {
    const { before = '', denial = '', after = '' } = groups;
    const plain = fillers.map((filler) => before + filler + after).find((words) => asserting.includes(words));
    const denied = before + denial + after;
    const isBoth =
      fillers.some((filler) => denying.includes(before + filler + after)) ||
      asserting.includes(denied) ||
      denials.some((one) => asserting.includes(before + one + after));
    if (plain === undefined || isBoth) return [];
    return [{ kind: 'negation', claim: plain, text: denied }];
  });
}
