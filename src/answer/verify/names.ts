// Whom and what a claim names must be named in the text, and named where what is said of it stands.
import { isPersonName } from '../mentions/persons.ts';
import { findNames, mentions } from '../mentions/names.ts';
import type { Conflict } from './conflict.ts';
import { isClauseHeld } from './held.ts';
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
/** A body by its last characters. */
export const institution = /^\p{Script=Han}{1,8}(?:部|局|厅|委|办|院|校|社|署|司|会|所|中心|公司|集团|大学|银行|医院|法院|政府)$/u;
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

/** 王是 and 王有 begin a clause and name nobody. */
const noEndOfName = /[是有在和与为的了不也等及被把从由于向对曾到至]$/;

function namesOf({ words }: Pick<Statement, 'words'>): Name[] {
  return words.flatMap(({ word, tag, start }: PlacedWord) => {
    if (word.length < 2 || noNames.has(word) || !/^\p{Script=Han}+$/u.test(word)) return [];
    const kind = kinds[tag] ?? guessedKind(word, tag);
    return kind && !(kind === 'person' && noEndOfName.test(word)) ? [{ words: word, kind, start }] : [];
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
    const kind = rival || !isDoer(name, claim) ? 'entity' : 'actor';
    return { kind, claim: name.words, text: rival?.words ?? null };
  }
  return actorConflict(name, claim, text, there);
}

const governing = /[由经向报被据对是为](?:\p{Script=Han}{0,4}[省市区县州镇])?[省市区县州镇]?$/u;
const speaking =
  /^(?:院士|教授|代表|委员|主任|院长|博士|研究员|董事长|秘书长|局长|部长|市长|书记|先生|女士)?(?:认为|表示|指出|称|说|强调|介绍|透露|建议|提出|解释|坦言|担任|任|负责|主持|会见|宣布)/;
const posts =
  /(?:局|厅|委|院|所|公司|院士|教授|代表|委员|主任|院长|博士|研究员|董事长|秘书长|[局部市省县区镇所处科]长|书记|专家|记者|律师)$/;

/** A body or a place that governs the clause; of persons only who is told by what is around, since the dictionary takes many words for names. */
function isDoer({ kind, start, words }: Name, { text }: Statement): boolean {
  const [before, after] = [text.slice(0, start), text.slice(start + words.length)];
  if (kind === 'person') return speaking.test(after) || posts.test(before) || governing.test(before);
  return kind === 'institution' && (governing.test(before) || /(?:^|[，,。；;])\p{Script=Han}{0,4}$/u.test(before));
}

function isIn({ start }: Name, window: Window): boolean {
  return start >= window.start && start < window.end;
}

/** Written out, or shortened: 卫健委 is 卫生健康委员会 and 北京 北京市, either way round. */
function isNamed(name: string, text: string): boolean {
  if (text.includes(name)) return true;
  const shortest = name.replace(/(?:省|市|区|县|镇|自治区|委员会|有限公司|公司|集团|大学)$/, '');
  if (shortest.length >= 2 && text.includes(shortest)) return true;
  return name.length >= 3 && new RegExp([...name].map(escaped).join('\\p{Script=Han}{0,5}'), 'u').test(text);
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
}

const actingKinds: ReadonlySet<NameKind> = new Set(['person', 'place', 'institution']);
/** Without as many pairs of what the claim says beside the name, nothing tells where the text says it. */
const leastTold = 3;

/** The text says it, but of another of the same kind. */
function actorConflict(name: Name, claim: Statement, text: Statement, there: readonly Name[]): Conflict | undefined {
  if (!actingKinds.has(name.kind) || isClauseHeld(name.start, claim, text)) return undefined;
  if (name.kind === 'institution' && !isDoer(name, claim)) return undefined;
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
