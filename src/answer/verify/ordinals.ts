// Places in an order: 排名第1, 列第4位, 居首位.
import { parseNumeral } from '../../knowledge/search/chinese-numeral.ts';
import { findBetterPlace } from './attribution.ts';
import type { Conflict } from './conflict.ts';
import type { Statement } from './statement.ts';

interface Rank {
  readonly value: number;
  readonly text: string;
  readonly start: number;
}

const ranked =
  /(?:排名?|位?居|名?列|位|获|得)(?:在|为)?(?:[全本]\p{Script=Han}{0,6})?第(?<value>\d+|[一二三四五六七八九十]+)[位名]?|第(?<place>\d+|[一二三四五六七八九十]+)[位名](?!副)/gu;

export function findRankConflicts(claim: Statement, text: Statement): Conflict[] {
  const there = ranksIn(text);
  return ranksIn(claim).flatMap((rank): Conflict[] => {
    const same = there.filter(({ value }) => value === rank.value);
    const others = there.filter(({ value }) => value !== rank.value);
    if (there.length === 0) return [];
    const own = same.length === 0 ? others[0] : findBetterPlace(rank, same, others, there, ranksIn(claim), claim, text);
    return own ? [{ kind: 'number', claim: rank.text, text: own.text }] : [];
  });
}

function ranksIn({ text }: Statement): Rank[] {
  return [...text.matchAll(ranked)].flatMap(({ 0: words, index, groups = {} }) => {
    const value = parseNumeral(groups['value'] ?? groups['place'] ?? '');
    return value === undefined ? [] : [{ value, text: words, start: index }];
  });
}
