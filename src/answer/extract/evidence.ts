// What goes into the extractive engine and what comes out: passages in, verbatim spans of them out.

/** A retrieved passage, best first. */
export interface EvidencePassage {
  readonly passageId: string;
  readonly documentId: string;
  readonly title: string;
  readonly headingPath: readonly string[];
  readonly text: string;
  /** Offset of `text[0]` in the reading text of the document. */
  readonly start: number;
  /** Place in the retrieved list, from 1. */
  readonly rank: number;
  readonly score: number;
  /** The year of the day asked for, where the rule is known to be in force on it: 2023年 in a question then means that day. */
  readonly yearInForce?: number | undefined;
}

/** A span of the reading text, at most `maxQuotationCharacters` long. */
export interface ExtractedSentence {
  readonly text: string;
  readonly passageId: string;
  readonly start: number;
  readonly end: number;
}

/** What of the question the evidence lacks or contradicts; `asked` and `found` are words of the question and of the evidence. */
export type Gap =
  | { readonly kind: 'no-evidence' }
  | { readonly kind: 'name-missing'; readonly asked: string }
  | { readonly kind: 'number-missing'; readonly asked: string }
  | { readonly kind: 'year-missing'; readonly asked: string }
  | { readonly kind: 'kind-of-answer-missing'; readonly asked: string }
  | { readonly kind: 'contradicted'; readonly asked: string; readonly found: string }
  | { readonly kind: 'low-confidence' };

export type Extraction =
  | { readonly kind: 'answered'; readonly sentences: readonly ExtractedSentence[]; readonly confidence: number }
  | {
      readonly kind: 'not-found' | 'not-sure' | 'needs-clarification' | 'out-of-scope';
      readonly found: readonly ExtractedSentence[];
      readonly confidence: number;
      readonly reason?: Gap;
    };
