// How a room looks through all it keeps for damage: step by step, so that somebody can watch and others are served in between.

export interface CheckStep {
  readonly done: number;
  readonly total: number;
  /** Found in this step, by ids and codes. */
  readonly faults: readonly string[];
}
export type Checking = AsyncGenerator<CheckStep, void, undefined>;
