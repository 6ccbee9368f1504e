// What a scenario lets through: how sure its checks must be before something is shown as borne out, or as an answer.
import { z } from 'zod';

/** Below this a check says nothing any more; above, it would let nothing through. */
export const thresholdRange = { least: 0.3, most: 0.95 } as const;
const thresholdSchema = z.number().min(thresholdRange.least).max(thresholdRange.most);

/** As calibrated (docs/benchmarks.md): where no scenario says otherwise. */
export const usualChecks = { supportedFrom: 0.5, answeredFrom: 0.5, showOpinions: false } as const satisfies z.infer<typeof checksSchema>;

const shape = {
  /** A sentence that a model wrote counts as borne out by its sources from this score on. */
  supportedFrom: thresholdSchema,
  /** The documents count as answering a question from this score on. */
  answeredFrom: thresholdSchema,
  /** Whether sentences that documents neither bear out nor contradict are shown, marked as what a model says. */
  showOpinions: z.boolean(),
};

export const checksSchema = z.object(shape).meta({ id: 'AnswerChecks' });
export type AnswerChecks = z.infer<typeof checksSchema>;

/** What is left out stays as it was in the version before. */
export const checksWishSchema = checksSchema.partial();

export function completed(wish: z.infer<typeof checksWishSchema>, before: AnswerChecks = usualChecks): AnswerChecks {
  return {
    supportedFrom: wish.supportedFrom ?? before.supportedFrom,
    answeredFrom: wish.answeredFrom ?? before.answeredFrom,
    showOpinions: wish.showOpinions ?? before.showOpinions,
  };
}

export type CheckName = keyof AnswerChecks;
const checkNames = ['supportedFrom', 'answeredFrom', 'showOpinions'] as const satisfies CheckName[];

const letsMoreThrough: Readonly<Record<CheckName, (one: AnswerChecks, other: AnswerChecks) => boolean>> = {
  supportedFrom: (one, other) => one.supportedFrom < other.supportedFrom,
  answeredFrom: (one, other) => one.answeredFrom < other.answeredFrom,
  showOpinions: (one, other) => one.showOpinions && !other.showOpinions,
};

/** In what a wish lets more through than the usual checks and than those before it: that takes a second person. */
export function loosened(wish: AnswerChecks, before: AnswerChecks = usualChecks): CheckName[] {
  return checkNames.filter((name) => [usualChecks, before].every((bound) => letsMoreThrough[name](wish, bound)));
}
