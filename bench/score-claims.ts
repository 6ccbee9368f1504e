// Scores verdicts on claims: how well scores order, and what is caught and wrongly accused. "Positive" is a claim that is not supported.

export interface GoldClaim {
  readonly id: string;
  readonly premise: string;
  readonly hypothesis: string;
  readonly label: 'supported' | 'contradicted' | 'unsupported';
  readonly kind: string;
  /** Claims of one pair differ in one span. */
  readonly pair?: string | undefined;
}

export interface Scored {
  readonly gold: GoldClaim;
  readonly score: number;
}

export interface ClaimScores {
  readonly auc: number;
  readonly f1: number;
  /** Share of supported claims that were not taken for supported. */
  readonly falseAlarms: number;
  /** Share of pairs in which the true claim scores above the false one. */
  readonly pairs: number;
  /** Of each kind, the share that was caught. */
  readonly recall: Readonly<Record<string, number>>;
}

const isTrue = ({ gold }: Scored): boolean => gold.label === 'supported';

export function scoreClaims(scored: readonly Scored[], supportedFrom: number): ClaimScores {
  const caught = (one: Scored): boolean => one.score < supportedFrom;
  const [sound, unsound] = [scored.filter(isTrue), scored.filter((one) => !isTrue(one))];
  const [hits, alarms] = [unsound.filter(caught).length, sound.filter(caught).length];
  const kinds = Map.groupBy(unsound, ({ gold }) => gold.kind);
  return {
    auc: areaUnderCurve(sound, unsound),
    f1: (2 * hits) / (2 * hits + alarms + (unsound.length - hits)),
    falseAlarms: alarms / Math.max(1, sound.length),
    pairs: pairsInOrder(scored),
    recall: Object.fromEntries([...kinds].map(([kind, all]) => [kind, all.filter(caught).length / all.length])),
  };
}

/** The share of all pairs of a true and a false claim in which the true one scores higher; a tie is half. */
function areaUnderCurve(sound: readonly Scored[], unsound: readonly Scored[]): number {
  let sum = 0;
  for (const one of sound) for (const other of unsound) sum += one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0;
  return sum / Math.max(1, sound.length * unsound.length);
}

function pairsInOrder(scored: readonly Scored[]): number {
  const pairs = [...Map.groupBy(scored, ({ gold }) => gold.pair)].flatMap(([name, both]) =>
    name !== undefined && both.length === 2 ? [both] : [],
  );
  const inOrder = pairs.filter(([one, other]) => one && other && (isTrue(one) ? one.score > other.score : other.score > one.score));
  return pairs.length === 0 ? 1 : inOrder.length / pairs.length;
}
