// The one way from a question to an answer:
// grade -> guard(input) -> retrieve -> route -> call -> verify -> guard(output). Who asks was settled at the door; recording
// stands around it in answer.ts.
import type { Caller } from '../access/access.ts';
import { type Grade, highestGrade } from '../base/grade.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Scenario } from '../scenarios/contract.ts';
import type { Answer, Outcome, Quotation, RunStep } from './contract.ts';
import type { Extraction, Gap } from './extract/evidence.ts';
import { extractAnswer } from './extract/extract.ts';
import { asEvidencePassages, gatherEvidence } from './gather-evidence.ts';
import type { Guard, GuardVerdict } from './guard-port.ts';
import { quote, type UnnumberedQuotation } from './quote.ts';
import type { RunLog } from './run-log.ts';
import { stepWords } from './step-words.ts';

export interface PathDependencies {
  readonly knowledge: Knowledge;
  readonly guard: Guard;
}

export interface PathRequest {
  readonly caller: Caller;
  readonly scenario: Scenario;
  readonly question: string;
  /** The day whose rules count; null: whatever their validity. */
  readonly asOf: string | null;
}

export type PathResult = Pick<Answer, 'outcome' | 'sentences' | 'citations' | 'found' | 'label'> & {
  /** What kept the evidence from answering, when that has a name. */
  readonly gap?: Gap | undefined;
  /** What the guard said of the question and of the answer, as far as it was asked. */
  readonly verdicts: { readonly input: GuardVerdict; readonly output?: GuardVerdict };
};

/** Yields each step when it is done. */
export async function* walkGovernedPath(
  { knowledge, guard }: PathDependencies,
  { caller, scenario, question, asOf }: PathRequest,
  { step }: RunLog,
): AsyncGenerator<RunStep, PathResult> {
  const inputGrade = yield* step('grade', () => scenario.inputGrade, stepWords.grade);
  const input = yield* step('guard-input', () => guard.check('input', question), stepWords.guard);
  if (input.kind === 'blocked') return { ...nothing('blocked', inputGrade), verdicts: { input } };

  const filter = { collectionIds: scenario.collectionIds, asOf: asOf ?? undefined, anyValidity: asOf === null };
  const evidence = yield* step(
    'retrieve',
    () => gatherEvidence(knowledge, caller.scope, question, filter),
    (found) => stepWords.retrieve(found.length),
  );
  // The label of a run is the highest grade of all that flows into it.
  const label = highestGrade(inputGrade, ...evidence.map(({ document }) => document.grade));
  yield* step('route', () => label, stepWords.route);
  const extraction = yield* step('call', () => extractAnswer({ question, passages: asEvidencePassages(evidence, asOf) }), stepWords.call);

  const spans = extraction.kind === 'answered' ? extraction.sentences : extraction.found;
  const verified = yield* step(
    'verify',
    async () => (await Promise.all(spans.map((span) => quote(knowledge, caller.scope, evidence, span)))).filter((one) => one !== undefined),
    (kept) => stepWords.verify(kept.length, spans.length),
  );
  const shown = verified.map((one) => one.quote).join('\n');
  const output = yield* step('guard-output', () => guard.check('output', shown), stepWords.guard);
  const end = output.kind === 'blocked' ? nothing('blocked', label) : { ...conclude(extraction, verified), label };
  return { ...end, verdicts: { input, output } };
}

function nothing(outcome: Outcome, label: Grade): Omit<PathResult, 'verdicts'> {
  return { outcome, sentences: [], citations: [], found: [], label };
}

function conclude(extraction: Extraction, verified: readonly UnnumberedQuotation[]): Omit<PathResult, 'label' | 'verdicts'> {
  const quotations: Quotation[] = verified.map((one, index) => ({ ...one, number: index + 1 }));
  if (extraction.kind !== 'answered')
    return { outcome: extraction.kind, sentences: [], citations: [], found: quotations, gap: extraction.reason };
  // An answer none of whose quotations stood up asserts nothing.
  if (quotations.length === 0) return { outcome: 'not-sure', sentences: [], citations: [], found: [] };
  const sentences = quotations.map(({ quote: text, number }) => ({ text, citations: [number] }));
  return { outcome: 'answered', sentences, citations: quotations, found: [] };
}
