// Whom and what a claim names must be named in the text, and named where what is said of it stands.
import { isPersonName } from '../mentions/persons.ts';
import { findNames, mentions } from '../mentions/names.ts';
import type { Conflict } from './conflict.ts';
import type { Window } from './nearest.ts';
import { type Clause, type PlacedWord, sharedPairs, type Statement } from './statement.ts';

interface Name {
  readonly words: string;
  readonly kind: NameKind;
  readonly start: number;
}
type NameKind = 'person' | 'place' | 'institution' | 'other';

const kinds: Readonly<Record<string, NameKind>> = {
  nr: 'person',
  nrt: 'person',
  nrfg: 'person',
  ns: 'place',
  nt: 'institution',
  nz: 'other',
};
const institution = /^\p{Script=Han}{1,8}(?:部|局|厅|委|办|院|校|社|署|司|会|所|中心|公司|集团|大学|银行|医院|法院|政府)$/u;
/** As every text of the house has them. */
const noNames = new Set([
  '中国',
  '我国',
  '全国',
  '国家',
  '政府',
  '社会',
  '党中央',
  '国务院',
  '人民',
  '中华',
  '机关',
  '单位',
  '部门',
  '企业',
  '社区',
  '公司',
  '大会',
  '机会',
  '办法',
  '全面',
  '干部',
  '美元',
  '欧元',
  '日元',
  '英镑',
  '港元',
  '英里',
  '公里',
  '全部',
  '内部',
  '外部',
  '局部',
]);

export interface NamesCompared {
  readonly conflicts: readonly Conflict[];
  /** Places and identifiers that the text does not name, and names no other of their kind: what it is about often goes unsaid. */
  readonly strangers: number;
}

export function compareNames(claim: Statement, text: Statement, window: Window): NamesCompared {
  const there = namesOf(text);
  const found = [
    ...latinNames(claim, text, window),
    ...namesOf(claim).flatMap((name) => conflictOf(name, claim, text, there, window) ?? []),
  ];
  const conflicts = found.filter(({ kind, text: rival }) => kind === 'actor' || rival !== null);
  return { conflicts, strangers: found.length - conflicts.length };
}

/** Identifiers; titles are sources. */
function latinNames(claim: Statement, text: Statement, window: Window): Conflict[] {
  const isLatin = (name: string): boolean => /^[a-z\d]/.test(name) && !/\p{Script=Han}/u.test(name);
  const missing = findNames(claim.text).filter((name) => isLatin(name) && !mentions(text.text, name));
  const rival = findNames(window.text).find((name) => isLatin(name) && !mentions(claim.text, name)) ?? null;
  return missing.map((name) => ({ kind: 'entity', claim: name, text: rival }));
}

function namesOf({ words }: Pick<Statement, 'words'>): Name[] {
  return words.flatMap(({ word, tag, start }: PlacedWord) => {
    if (word.length < 2 || noNames.has(word) || !/^\p{Script=Han}+$/u.test(word)) return [];
    const kind = kinds[tag] ?? guessedKind(word, tag);
    return kind ? [{ words: word, kind, start }] : [];
  });
}

function guessedKind(word: string, tag: string): NameKind | undefined {
  // What the dictionary does not know may be a person; 于 is far more often a preposition than a surname.
  if (tag === 'x') return isPersonName(word) && !word.startsWith('于') ? 'person' : undefined;
  return tag === 'n' && word.length > 2 && institution.test(word) ? 'institution' : undefined;
}

function conflictOf(name: Name, claim: Statement, text: Statement, there: readonly Name[], window: Window): Conflict | undefined {
  if (!isNamed(name.words, text.text)) {
    const rival = there.find((other) => other.kind === name.kind && isIn(other, window) && !isNamed(other.words, claim.text));
    // Who says or does it must be named.
    const kind = rival || name.kind === 'place' || name.kind === 'other' ? 'entity' : 'actor';
    return { kind, claim: name.words, text: rival?.words ?? null };
  }
  return actorConflict(name, claim, text, there);
}

function isIn({ start }: Name, window: Window): boolean {
  return start >= window.start && start < window.end;
}

/** Written out, or shortened: 卫健委 is 卫生健康委员会 and 北京 北京市, either way round. */
function isNamed(name: string, text: string): boolean {
  if (text.includes(name)) return true;
  const shortest = name.replace(/(?:省|市|区|县|镇|自治区|委员会|有限公司|公司|集团|大学)$/, '');
  if (shortest.length >= 2 && text.includes(shortest)) return true;
  return name.length >= 3 && new RegExp([...name].map(escaped).join('\\p{Script=Han}{0,3}'), 'u').test(text);
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
}

const actingKinds: ReadonlySet<NameKind> = new Set(['person', 'place', 'institution']);
/** Without as many pairs of what the claim says beside the name, nothing tells where the text says it. */
const leastTold = 3;

/** The text says it, but of another of the same kind. */
function actorConflict(name: Name, claim: Statement, text: Statement, there: readonly Name[]): Conflict | undefined {
  if (!actingKinds.has(name.kind)) return undefined;
  const told = new Set([...claim.pairs].filter((pair) => !name.words.includes(pair)));
  const place = bestClause(told, text);
  if (!place || sharedPairs(told, place.text) < leastTold) return undefined;
  const sameKind = there.filter((other) => other.kind === name.kind);
  const inside = sameKind.filter(({ start }) => start >= place.start && start < place.end);
  const holders = inside.length > 0 ? inside : sameKind.filter(({ start }) => start < place.start).slice(-1);
  if (holders.length === 0 || holders.some((holder) => isNamed(holder.words, claim.text)) || isNear(name, text, place)) return undefined;
  return { kind: 'actor', claim: name.words, text: holders[0]?.words ?? null };
}

function bestClause(told: ReadonlySet<string>, { clauses }: Statement): Clause | undefined {
  let best: { readonly clause: Clause; readonly shared: number } | undefined;
  for (const clause of clauses) {
    const shared = sharedPairs(told, clause.text);
    if (!best || shared > best.shared) best = { clause, shared };
  }
  return best?.clause;
}

/** Named in the clause itself, or in the one before or after it. */
function isNear({ words }: Name, { text }: Statement, { start, end }: Clause): boolean {
  const reach = 4;
  return text.slice(Math.max(0, start - reach), end + reach).includes(words);
}
