// What can stand between a claim and the text that it is said to rest on.

/** `source`: it names a document, a report or a number that the text does not know. */
export type ConflictKind =
  | 'number'
  | 'unit'
  | 'date'
  | 'negation'
  | 'modality'
  | 'entity'
  | 'actor'
  | 'comparison'
  | 'scope'
  | 'plan-as-fact'
  | 'cause'
  | 'source';

export interface Conflict {
  readonly kind: ConflictKind;
  /** Words of the claim. */
  readonly claim: string;
  /** Words of the text that say otherwise; null: it says nothing of it. */
  readonly text: string | null;
}
