// What confirmed answers teach, as a plain JSON table: which words of passages go with which words of questions, which rules
// questions of a kind lead to, and the questions themselves. No neural model.
import { countTokens } from '../bm25.ts';
import { segmentQuery } from '../segment.ts';

/** A question and the passages that were confirmed to answer it. */
export interface ConfirmedPair {
  readonly question: string;
  readonly passageIds: readonly string[];
}

/** What is known of a passage that a pair names. */
export interface KnownPassage {
  readonly id: string;
  readonly title: string;
  /** Its words of two characters and more. */
  readonly words: readonly string[];
}

export interface QuestionMemory {
  readonly pairCount: number;
  /** Word of a question -> words of its passages, by how much more often they come than in passages of other questions. */
  readonly expansions: Readonly<Record<string, readonly (readonly [string, number])[]>>;
  /** Word of a question -> titles of the rules that answered, by share; and what the word is worth. */
  readonly titlesByWord: Readonly<Record<string, { readonly weight: number; readonly shares: Readonly<Record<string, number>> }>>;
  /** Passage -> in how many answers. */
  readonly popularity: Readonly<Record<string, number>>;
  readonly titlePopularity: Readonly<Record<string, number>>;
  readonly questions: readonly RememberedQuestion[];
  /** How rare each token is among the questions; `otherRarity` for those never asked with. */
  readonly rarities: Readonly<Record<string, number>>;
  readonly otherRarity: number;
}

export interface RememberedQuestion {
  readonly vector: Readonly<Record<string, number>>;
  readonly passageIds: readonly string[];
}

interface AskedPair {
  readonly tokens: readonly string[];
  readonly passages: readonly KnownPassage[];
}

/** A word seen this often counts half; fewer sightings are mostly chance. */
const caution = 2;
const expansionsPerWord = 80;
/** A joint sighting worth less than this share of an answer is noise. */
const minSighting = 0.5;

export function learnExpansion(pairs: readonly ConfirmedPair[], passageOf: (id: string) => KnownPassage | undefined): QuestionMemory {
  const asked: AskedPair[] = pairs.map(({ question, passageIds }) => ({
    tokens: segmentQuery(question),
    passages: passageIds.flatMap((id) => passageOf(id) ?? []),
  }));
  const together = new Table();
  const titles = new Table();
  const questionWords = new Map<string, number>();
  const passageWords = new Map<string, number>();
  const popularity = new Map<string, number>();
  const titlePopularity = new Map<string, number>();
  let total = 0;
  for (const { tokens, passages } of asked) {
    const share = 1 / passages.length;
    const words = longWords(tokens);
    for (const passage of passages) {
      total += share;
      increase(popularity, passage.id, 1);
      increase(titlePopularity, passage.title, share);
      for (const word of passage.words) increase(passageWords, word, share);
      for (const word of words) {
        increase(questionWords, word, share);
        titles.increase(word, passage.title, share);
        for (const other of passage.words) together.increase(word, other, share);
      }
    }
  }
  const expansions = together.map((word, row) => {
    const seen = questionWords.get(word) ?? 0;
    const lifts = Array.from(
      row,
      ([other, sightings]) =>
        [other, sightings < minSighting ? 0 : sightings / (seen + caution) - (passageWords.get(other) ?? 0) / total] as const,
    );
    const worth = Math.log(1 + total / seen);
    return lifts
      .filter(([, lift]) => lift > 0)
      .toSorted((left, right) => right[1] - left[1])
      .slice(0, expansionsPerWord)
      .map(([other, lift]) => [other, lift * worth] as const);
  });
  const titlesByWord = titles.map((word, row) => {
    const seen = questionWords.get(word) ?? 0;
    return {
      weight: (Math.log(1 + total / seen) * seen) / (seen + caution),
      shares: Object.fromEntries(Array.from(row, ([title, count]) => [title, count / seen])),
    };
  });
  return {
    pairCount: total,
    expansions,
    titlesByWord,
    popularity: Object.fromEntries(popularity),
    titlePopularity: Object.fromEntries(titlePopularity),
    ...rememberQuestions(asked),
  };
}

/** Words of two characters and more, each once. */
export function longWords(tokens: readonly string[]): string[] {
  return Array.from(new Set(tokens.filter((token) => token.startsWith('w') && token.length > 2)));
}

/** The direction of a question among those remembered: rare words and pairs count more; its length is 1. */
export function directionOf(
  tokens: readonly string[],
  { rarities, otherRarity }: Pick<QuestionMemory, 'rarities' | 'otherRarity'>,
): Record<string, number> {
  const counts = countTokens(tokens.filter((token) => !token.startsWith('c')));
  const weights = Array.from(counts, ([token, count]) => [token, (rarities[token] ?? otherRarity) * Math.sqrt(count)] as const);
  const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
  return Object.fromEntries(weights.map(([token, weight]) => [token, weight / length]));
}

/** Of an asked question's direction, as entries, to a remembered one. */
export function similarity(asked: readonly (readonly [string, number])[], remembered: Readonly<Record<string, number>>): number {
  return asked.reduce((sum, [token, weight]) => sum + weight * (remembered[token] ?? 0), 0);
}

function rememberQuestions(asked: readonly AskedPair[]): Pick<QuestionMemory, 'questions' | 'rarities' | 'otherRarity'> {
  const holders = countTokens(asked.flatMap(({ tokens }) => Array.from(new Set(tokens))));
  const rarities = Object.fromEntries(Array.from(holders, ([token, count]) => [token, Math.log(1 + asked.length / count)]));
  const otherRarity = Math.log(1 + asked.length);
  const questions = asked.map(({ tokens, passages }) => ({
    vector: directionOf(tokens, { rarities, otherRarity }),
    passageIds: passages.map(({ id }) => id),
  }));
  return { questions, rarities, otherRarity };
}

/** Counts by two keys. */
class Table {
  readonly #rows = new Map<string, Map<string, number>>();

  increase(row: string, column: string, amount: number): void {
    const counts = this.#rows.get(row) ?? new Map<string, number>();
    this.#rows.set(row, counts);
    increase(counts, column, amount);
  }

  map<Value>(work: (key: string, row: ReadonlyMap<string, number>) => Value): Record<string, Value> {
    return Object.fromEntries(Array.from(this.#rows, ([key, row]) => [key, work(key, row)]));
  }
}

function increase(counts: Map<string, number>, key: string, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}
