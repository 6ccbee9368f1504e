// What speaks for a passage as the answer to a question: its words, and what earlier answers say of it and of its kind.
import { countTokens } from '../bm25.ts';
import { segmentQuery } from '../segment.ts';
import { TopList } from '../top-list.ts';
import type { PassageCollection } from './passage-collection.ts';
import { directionOf, longWords, type QuestionMemory, type RememberedQuestion, similarity } from './question-memory.ts';

export interface Candidates {
  readonly rows: readonly number[];
  /** Beside each row, its signals in a fixed order. */
  readonly signals: readonly Float32Array[];
}

const candidatesPerSource = 200;
const similarQuestions = 30;
const expansionWords = 40;
/** How far a rule's neighbours share in its votes, and how fast that fades. */
const neighbourReach = 6;
const neighbourFade = 3;
/** The mix from which candidates are taken; their order is for the trees. */
const expansionShare = 0.5;
const titleShare = 1.5;

export function signalsOf(question: string, passages: PassageCollection, memory: QuestionMemory): Candidates {
  const tokens = segmentQuery(question);
  const weights = countTokens(tokens);
  const plain = passages.all.scoreAll(weights);
  const expanded = passages.words.scoreAll(expansionOf(tokens, passages, memory));
  const votes = votesOf(tokens, passages, memory);
  const titleVotes = titleVotesOf(tokens, memory);
  const titleTrust = (row: number) => {
    const { title } = passages.entry(row);
    return ((votes.byTitle.get(title) ?? 0) + (titleVotes.get(title) ?? 0)) / 2;
  };
  const mixed = mix(plain, expanded);
  const trusted = mixed.map((score, row) => (score > 0 ? score * (1 + titleShare * titleTrust(row)) : 0));
  const rows = Array.from(
    new Set(
      [plain, mixed, trusted]
        .flatMap((scores) => bestRows(scores, candidatesPerSource))
        .concat(bestKeys(votes.byRow, candidatesPerSource / 4), bestKeys(votes.nearRow, candidatesPerSource / 4)),
    ),
  );
  const lexical = [
    plain,
    passages.words.scoreAll(weights),
    passages.pairs.scoreAll(weights),
    passages.characters.scoreAll(weights),
    passages.titles.scoreAll(weights),
    expanded,
    mixed,
    trusted,
  ];
  const highest = lexical.map((scores) => rows.reduce((most, row) => Math.max(most, scores[row] ?? 0), Number.MIN_VALUE));
  const plainRanks = new Map(rows.toSorted((left, right) => (plain[right] ?? 0) - (plain[left] ?? 0)).map((row, rank) => [row, rank]));
  const coverage = coverageOf(weights, passages);
  const signals = rows.map((row) => {
    const { id, title, length } = passages.entry(row);
    return Float32Array.from([
      ...lexical.map((scores, source) => (scores[row] ?? 0) / (highest[source] ?? 1)),
      plain[row] ?? 0,
      Math.log(length + 1),
      Math.log1p(memory.popularity[id] ?? 0),
      Math.log1p(memory.titlePopularity[title] ?? 0),
      votes.byRow.get(row) ?? 0,
      votes.closest.get(row) ?? 0,
      votes.nearRow.get(row) ?? 0,
      votes.byTitle.get(title) ?? 0,
      titleVotes.get(title) ?? 0,
      votes.bestSimilarity,
      Math.log(1 + (plainRanks.get(row) ?? rows.length)),
      coverage(row),
    ]);
  });
  return { rows, signals };
}

/** Words that answers to questions with these words tend to hold, the strongest with weight 1. */
function expansionOf(tokens: readonly string[], passages: PassageCollection, memory: QuestionMemory): Map<string, number> {
  const weights = new Map<string, number>();
  for (const word of longWords(tokens)) {
    for (const [other, lift] of memory.expansions[word] ?? []) weights.set(other, (weights.get(other) ?? 0) + lift);
  }
  const ranked = Array.from(weights, ([word, weight]) => [word, weight * Math.sqrt(passages.words.rarityOf(word))] as const).toSorted(
    (left, right) => right[1] - left[1],
  );
  const strongest = ranked[0]?.[1] ?? 1;
  return new Map(ranked.slice(0, expansionWords).map(([word, weight]) => [word, weight / strongest]));
}

interface Votes {
  /** Shares of the votes of similar questions, for the passages that answered them ... */
  readonly byRow: ReadonlyMap<number, number>;
  /** ... for passages that stand next to those ... */
  readonly nearRow: ReadonlyMap<number, number>;
  /** ... and for the rules that they are from. */
  readonly byTitle: ReadonlyMap<string, number>;
  /** Similarity of the most similar question that a passage answered. */
  readonly closest: ReadonlyMap<number, number>;
  readonly bestSimilarity: number;
}

function votesOf(tokens: readonly string[], passages: PassageCollection, memory: QuestionMemory): Votes {
  const direction = Object.entries(directionOf(tokens, memory));
  const voters = memory.questions
    .map((question: RememberedQuestion) => ({ question, alike: similarity(direction, question.vector) }))
    .filter(({ alike }) => alike > 0)
    .toSorted((left, right) => right.alike - left.alike)
    .slice(0, similarQuestions);
  const total = voters.reduce((sum, { alike }) => sum + alike ** 2, 0) || 1;
  const byRow = new Map<number, number>();
  const nearRow = new Map<number, number>();
  const byTitle = new Map<string, number>();
  const closest = new Map<number, number>();
  for (const { question, alike } of voters) {
    const vote = alike ** 2 / total;
    for (const row of question.passageIds.flatMap((id) => passages.rowOf(id) ?? [])) {
      increase(byRow, row, vote);
      increase(byTitle, passages.entry(row).title, vote / question.passageIds.length);
      closest.set(row, Math.max(closest.get(row) ?? 0, alike));
      for (const [neighbour, distance] of neighboursOf(row, passages))
        increase(nearRow, neighbour, vote * Math.exp(-distance / neighbourFade));
    }
  }
  return { byRow, nearRow, byTitle, closest, bestSimilarity: voters[0]?.alike ?? 0 };
}

function neighboursOf(row: number, passages: PassageCollection): (readonly [number, number])[] {
  const { title } = passages.entry(row);
  const neighbours: (readonly [number, number])[] = [];
  for (let step = 1; step <= neighbourReach; step += 1) {
    for (const neighbour of [row - step, row + step]) {
      if (neighbour >= 0 && neighbour < passages.size && passages.entry(neighbour).title === title) neighbours.push([neighbour, step]);
    }
  }
  return neighbours;
}

/** Titles by how often questions with these words were answered from them, the strongest 1. */
function titleVotesOf(tokens: readonly string[], memory: QuestionMemory): Map<string, number> {
  const votes = new Map<string, number>();
  for (const word of longWords(tokens)) {
    const known = memory.titlesByWord[word];
    if (!known) continue;
    for (const [title, share] of Object.entries(known.shares)) increase(votes, title, known.weight * share);
  }
  const strongest = Math.max(...votes.values(), Number.MIN_VALUE);
  return new Map(Array.from(votes, ([title, vote]) => [title, vote / strongest]));
}

/** The share of the question, by how telling its tokens are, that a passage holds at all, however often. */
function coverageOf(weights: ReadonlyMap<string, number>, passages: PassageCollection): (row: number) => number {
  const tokens = Array.from(weights.keys(), (token) => ({ token, rarity: passages.all.rarityOf(token) }));
  const total = tokens.reduce((sum, { rarity }) => sum + rarity, 0) || 1;
  return (row) => {
    const held = passages.entry(row).tokens;
    return tokens.reduce((sum, { token, rarity }) => sum + (held.has(token) ? rarity : 0), 0) / total;
  };
}

function mix(plain: Float64Array, expanded: Float64Array): Float64Array {
  const highestPlain = highestOf(plain);
  const highestExpanded = highestOf(expanded);
  return plain.map((score, row) => score / highestPlain + (expansionShare * (expanded[row] ?? 0)) / highestExpanded);
}

function highestOf(scores: Float64Array): number {
  return scores.reduce((most, score) => Math.max(most, score), Number.MIN_VALUE);
}

function bestRows(scores: Float64Array, count: number): number[] {
  const best = new TopList(count);
  for (const [row, score] of scores.entries()) if (score > 0 && best.wants(row, score)) best.insert(row, score);
  return best.hits.map(({ row }) => row);
}

function bestKeys(votes: ReadonlyMap<number, number>, count: number): number[] {
  return Array.from(votes)
    .toSorted((left, right) => right[1] - left[1])
    .slice(0, count)
    .map(([row]) => row);
}

function increase<Key>(votes: Map<Key, number>, key: Key, amount: number): void {
  votes.set(key, (votes.get(key) ?? 0) + amount);
}
