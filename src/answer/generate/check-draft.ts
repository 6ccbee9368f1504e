// Ties a drafted sentence to the passages that it names, or finds what stands against it.
import type { AnswerChecks } from '../../scenarios/checks-contract.ts';
import type { Conflict } from '../verify/conflict.ts';
import { verifyClaim } from '../verify/verify.ts';
import type { ExtractedSentence } from '../extract/evidence.ts';
import type { Evidence } from '../gather-evidence.ts';
import { bestSpans } from './best-span.ts';
import { opinionIn } from './opinion.ts';
import type { Draft } from './read-drafts.ts';
import type { Sources } from './sources.ts';

export type CheckedDraft =
  | {
      readonly kind: 'supported';
      readonly text: string;
      readonly score: number;
      readonly spans: readonly ExtractedSentence[];
      /** The passages that it names, under what stands over them. */
      readonly premises: readonly string[];
    }
  /** Unsupported and no more than that, where such may be shown. */
  | { readonly kind: 'opinion'; readonly text: string; readonly score: number }
  /** Unsupported: it names no source that there is, or none that carries it. */
  | { readonly kind: 'contradicted' | 'unsupported'; readonly draft: Draft; readonly conflicts: readonly Conflict[] };

export type DraftChecks = Pick<AnswerChecks, 'supportedFrom' | 'showOpinions'>;

export function checkDraft(draft: Draft, sources: Sources, { supportedFrom, showOpinions }: DraftChecks): CheckedDraft {
  const named = [...new Set(draft.tokens)].flatMap((token) => sources.get(token) ?? []);
  const text = withoutTokens(draft.text, sources);
  const premises = named.map(premiseOf);
  const { verdict, score, conflicts } = named.length === 0 ? unnamed : verifyClaim(text, premises, supportedFrom);
  if (verdict === 'supported')
    return { kind: verdict, text, score, premises, spans: named.flatMap((source) => bestSpans(text, source.passage)) };
  const opinion = verdict === 'unsupported' && showOpinions ? opinionIn(text, [...sources.values()].map(premiseOf)) : undefined;
  return opinion === undefined ? { kind: verdict, draft, conflicts } : { kind: 'opinion', text: opinion, score };
}

const unnamed = { verdict: 'unsupported', score: 0, conflicts: [] } as const;

/** What stands over a passage says of what it speaks. */
function premiseOf({ document, passage }: Evidence): string {
  return [document.title, ...passage.headingPath, passage.text].join('\n');
}

/** Some models repeat in the sentence what they were asked to say beside it. */
function withoutTokens(text: string, sources: Sources): string {
  let clean = text;
  for (const token of sources.keys()) clean = clean.replaceAll(new RegExp(`[\\[［【(（]?${token}[\\]］】)）]?`, 'g'), '');
  return clean.trim();
}
