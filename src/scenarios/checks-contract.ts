// What a scenario lets through: how sure its checks must be before something is shown as borne out, or as an answer.
import { z } from 'zod';

/** Below this a check says nothing any more; above, it would let nothing through. */
export const thresholdRange = { least: 0.3, most: 0.95 } as const;
const thresholdSchema = z.number().min(thresholdRange.least).max(thresholdRange.most);

/** As calibrated (docs/benchmarks.md): where no scenario says otherwise. */
export const usualChecks = {
  supportedFrom: 0.5,
  answeredFrom: 0.5,
  showOpinions: false,
  judge: null,
  showReasoning: false,
} as const satisfies z.infer<typeof checksSchema>;

const judgeSchema = z
  .object({
    /** A chat model, by name or alias. It is asked only what it may receive. */
    model: z.string().min(1).max(64),
    /** Whether sentences of which it says nothing are left out. */
    isRequired: z.boolean().default(false),
    /** For its reply to one sentence; and as long for a free place, where it is busy. */
    seconds: z.number().int().min(1).max(60).default(10),
  })
  .meta({ id: 'AnswerJudge' });
export type AnswerJudge = z.infer<typeof judgeSchema>;

const shape = {
  /** A sentence that a model wrote counts as borne out by its sources from this score on. */
  supportedFrom: thresholdSchema,
  /** The documents count as answering a question from this score on. */
  answeredFrom: thresholdSchema,
  /** Whether sentences that documents neither bear out nor contradict are shown, marked as what a model says. */
  showOpinions: z.boolean(),
  /** A model that reads what passed the checks once more, and may take it away; null: none. */
  judge: judgeSchema.nullable(),
  /** Whether what a model reasons before it writes is shown, marked as unchecked; else it is neither kept nor passed on. */
  showReasoning: z.boolean(),
};

export const checksSchema = z.object(shape).meta({ id: 'AnswerChecks' });
export type AnswerChecks = z.infer<typeof checksSchema>;

/** Versions from before there were judges have none. */
export const storedChecksSchema = checksSchema.extend({
  judge: shape.judge.default(usualChecks.judge),
  showReasoning: shape.showReasoning.default(usualChecks.showReasoning),
});

/** What is left out stays as it was in the version before. */
export const checksWishSchema = checksSchema.partial();

export function completed(wish: z.infer<typeof checksWishSchema>, before: AnswerChecks = usualChecks): AnswerChecks {
  return {
    supportedFrom: wish.supportedFrom ?? before.supportedFrom,
    answeredFrom: wish.answeredFrom ?? before.answeredFrom,
    showOpinions: wish.showOpinions ?? before.showOpinions,
    judge: wish.judge === undefined ? before.judge : wish.judge,
    showReasoning: wish.showReasoning ?? before.showReasoning,
  };
}

export type CheckName = keyof AnswerChecks;
const checkNames = ['supportedFrom', 'answeredFrom', 'showOpinions', 'judge', 'showReasoning'] as const satisfies CheckName[];

const letsMoreThrough: Readonly<Record<CheckName, (one: AnswerChecks, other: AnswerChecks) => boolean>> = {
  supportedFrom: (one, other) => one.supportedFrom < other.supportedFrom,
  answeredFrom: (one, other) => one.answeredFrom < other.answeredFrom,
  showOpinions: (one, other) => one.showOpinions && !other.showOpinions,
  judge: (one, other) => other.judge !== null && isWeaker(one.judge, other.judge),
  showReasoning: (one, other) => one.showReasoning && !other.showReasoning,
};

/** In what a wish lets more through than the usual checks and than those before it: that takes a second person. */
export function loosened(wish: AnswerChecks, before: AnswerChecks = usualChecks): CheckName[] {
  // Usually there is no judge: the one that a scenario has is given up by two.
  const boundsOf = (name: CheckName) => (name === 'judge' ? [before] : [usualChecks, before]);
  return checkNames.filter((name) => boundsOf(name).every((bound) => letsMoreThrough[name](wish, bound)));
}

/** How good another judge is nobody can tell beforehand. */
function isWeaker(judge: AnswerJudge | null, before: AnswerJudge): boolean {
  return judge === null || judge.model !== before.model || (before.isRequired && !judge.isRequired);
}
