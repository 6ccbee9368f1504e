// The usual measures of a ranked list against judged passages. A question without a list scores 0.

/** Question id -> passage id -> gain. */
export type Judgements = ReadonlyMap<string, ReadonlyMap<string, number>>;
/** Question id -> passage ids, best first. */
export type Run = ReadonlyMap<string, readonly string[]>;

export interface RetrievalScores {
  readonly ndcg10: number;
  readonly recall5: number;
  readonly recall50: number;
  readonly hit1: number;
}

export function scoreRun(judgements: Judgements, run: Run): RetrievalScores {
  const scores = [...judgements].map(([question, gains]) => scoreList(gains, [...new Set(run.get(question))]));
  const mean = (pick: (score: RetrievalScores) => number) => scores.reduce((sum, score) => sum + pick(score), 0) / scores.length;
  return { ndcg10: mean((s) => s.ndcg10), recall5: mean((s) => s.recall5), recall50: mean((s) => s.recall50), hit1: mean((s) => s.hit1) };
}

function scoreList(gains: ReadonlyMap<string, number>, hits: readonly string[]): RetrievalScores {
  const recallAt = (depth: number) => hits.slice(0, depth).filter((hit) => gains.has(hit)).length / gains.size;
  const ideal = discounted([...gains.values()].toSorted((left, right) => right - left).slice(0, 10));
  return {
    ndcg10: discounted(hits.slice(0, 10).map((hit) => gains.get(hit) ?? 0)) / ideal,
    recall5: recallAt(5),
    recall50: recallAt(50),
    hit1: hits[0] !== undefined && gains.has(hits[0]) ? 1 : 0,
  };
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, rank) => sum + (2 ** gain - 1) / Math.log2(rank + 2), 0);
}
