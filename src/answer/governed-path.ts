// The one way from a question to an answer:
// grade -> guard(input) -> retrieve -> route -> call -> verify -> guard(output). Who asks was settled at the door; recording
// stands around it in asking.ts.
import { type Grade, highestGrade } from '../base/grade.ts';
import type { Asking } from '../knowledge/knowledge.ts';
import { readingAttached, withAttached } from './attachments/as-evidence.ts';
import type { AttachedFile } from './attachments/attachments.store.ts';
import type { Answer, Outcome, Quotation } from './contract.ts';
import type { Previous } from './conversation.ts';
import { resolveFollowUp } from './decide/follow-up.ts';
import { type Matter, matterOf } from './decide/matter.ts';
import type { Extraction, Gap } from './extract/evidence.ts';
import { extractAnswer } from './extract/extract.ts';
import { asEvidencePassages, asSources, gatherEvidence, type Gathered } from './gather-evidence.ts';
import type { GuardVerdict } from './guard-port.ts';
import { leadOf } from './lead.ts';
import { quoteAll, type UnnumberedQuotation } from './quote.ts';
import type { PathEvent, RunLog } from './run-log.ts';
import { stepWords } from './step-words.ts';
import { type Unwritten, unsupported, writeAnswer, type WriteDependencies, type WriteRequest, type WrittenAnswer } from './write-answer.ts';

export type PathDependencies = WriteDependencies;

/** `asOf`: the day whose rules count; null: whatever their validity. */
export interface PathRequest extends Omit<WriteRequest, 'evidence'> {
  /** What the question may lean on. */
  readonly previous?: Previous | undefined;
  /** Files that count as sources besides the library. */
  readonly attached: readonly AttachedFile[];
}

type Shown = Pick<Answer, 'outcome' | 'sentences' | 'opinions' | 'citations' | 'found'>;

export type PathResult = Shown &
  Pick<
    Answer,
    'label' | 'understoodAs' | 'engine' | 'degraded' | 'leftOut' | 'corrected' | 'confidence' | 'secondOpinion' | 'reasoning'
  > & {
    /** What kept the evidence from answering, when that has a name. */
    readonly gap?: Gap | undefined;
    /** Where the documents are no answer to it. */
    readonly matter?: Matter | undefined;
    /** What the guard said of the question and of the answer, as far as it was asked. */
    readonly verdicts: { readonly input: GuardVerdict; readonly output?: GuardVerdict | undefined };
  };

const withoutModel = { engine: 'extractive' as const, degraded: null, corrected: 0, secondOpinion: null, reasoning: null };
/** The documents were not asked. */
const unasked = { ...withoutModel, leftOut: [], confidence: null };

/** Yields each step when it is done, and sentences of a model as they are found to stand. */
export async function* walkGovernedPath(given: PathDependencies, request: PathRequest, log: RunLog): AsyncGenerator<PathEvent, PathResult> {
  const { caller, scenario, asOf, attached } = request;
  const dependencies = { ...given, knowledge: readingAttached(given.knowledge, attached) };
  const { knowledge, guard } = dependencies;
  const inputGrade = yield* log.step('grade', () => request.inputGrade, stepWords.grade);
  const input = yield* log.step('guard-input', () => checkInput(guard, request), stepWords.guard);
  const understoodAs = input.kind === 'blocked' ? null : wholeOf(request);
  const question = understoodAs ?? request.question;
  if (input.kind === 'blocked') return { ...nothing('blocked'), ...unasked, understoodAs, label: inputGrade, verdicts: { input } };

  if (understoodAs !== null) yield log.add('decide', 0, stepWords.followsUp);
  const matter = matterOf(request.question);
  if (matter.kind !== 'library') {
    yield log.add('decide', 0, stepWords.matter(matter));
    return { ...nothing(matter.kind), ...unasked, understoodAs, label: inputGrade, matter, verdicts: { input } };
  }

  const filter = { collectionIds: scenario.collectionIds, asOf: asOf ?? undefined, anyValidity: asOf === null };
  const gathered = yield* log.step(
    'retrieve',
    async () => {
      const asking = askingFor(request, inputGrade);
      return withAttached(await gatherEvidence(knowledge, caller.scope, { query: question, filter, asking }), attached, question);
    },
    (found) => stepWords.retrieve(found.byWords.length + found.byMeaning.length, found.retrieval),
  );
  const extract = (): Extraction =>
    extractAnswer({ question, passages: asEvidencePassages(gathered.byWords, asOf), answeredFrom: scenario.checks.answeredFrom });
  const evidence = asSources(gathered);
  const about = { ...request, question, evidence };
  const extraction = scenario.engine === 'generative' ? extract() : undefined;
  const written = extraction && mayBeWritten(extraction) ? yield* writeAnswer(dependencies, about, log) : undefined;
  const ended = extraction && written && endOfWriting(written, { input, understoodAs, confidence: confidenceIn(extraction) });
  if (ended) {
    if (ended.verdicts.output) yield log.add('guard-output', 0, stepWords.guard(ended.verdicts.output));
    return ended;
  }
  // The label of a run is the highest grade of all that flows into it.
  const label = highestGrade(inputGrade, ...evidence.map(({ document }) => document.grade));
  if (!written) yield* log.step('route', () => label, stepWords.route);
  const decided = yield* log.step(
    'call',
    () => extraction ?? extract(),
    (found) => stepWords.call(found, confidenceIn(found), scenario.checks),
  );
  return yield* quoteAnswer(
    dependencies,
    { caller, evidence, label },
    { extraction: showing(decided, gathered), input, written, understoodAs },
    log,
  );
}

/** The question, and the files that come with it. */
async function checkInput(guard: PathDependencies['guard'], { question, attached }: PathRequest): Promise<GuardVerdict> {
  const asked = await guard.check('input', question);
  if (asked.kind === 'blocked') return asked;
  const verdicts = await Promise.all(attached.map(({ text }) => guard.check('input', text)));
  return verdicts.find(({ kind }) => kind === 'blocked') ?? asked;
}

/** What it asks with what came before it; null: it stands alone. */
function wholeOf({ question, previous }: PathRequest): string | null {
  if (!previous) return null;
  if (previous.wasUnclear) return `${previous.question}，${question}`;
  return resolveFollowUp(question, previous.question) ?? null;
}

/** What goes to models of search is on record with the run: its intent is committed, and its calls are told of at the end. */
function askingFor({ scenario, runId, onCalls }: PathRequest, label: Grade): Asking {
  const unsaid = {
    runId,
    scenario: scenario.name,
    attempt: 1,
    finishReason: undefined,
    waitedMs: 0,
    isStreamed: false,
    firstTokenMs: undefined,
  };
  return {
    label,
    scenario: scenario.name,
    priority: scenario.priority,
    beforeCall: async () => {},
    onCall: (call) => onCalls([{ ...unsaid, ...call }]),
  };
}

/** Passages that only meaning found carry no answer by themselves: where words found none they are shown as near, and nothing is asserted. */
function showing(extraction: Extraction, { byMeaning }: Gathered): Extraction {
  const isEmpty = extraction.kind === 'not-found' || extraction.kind === 'not-sure';
  if (!isEmpty || byMeaning.length === 0) return extraction;
  return { ...extraction, kind: 'not-sure', found: [...extraction.found, ...byMeaning.slice(0, shownByMeaning).map(leadOf)] };
}

const shownByMeaning = 2;

/** Where the documents hold nothing, or say otherwise than the question has it, there is nothing to be written. */
function mayBeWritten(extraction: Extraction): boolean {
  if (extraction.kind === 'answered') return true;
  return extraction.kind === 'not-sure' && extraction.reason?.kind !== 'contradicted';
}

/** Unless nothing of it stands and the guard had nothing against it. */
function endOfWriting(
  written: WrittenAnswer | Unwritten,
  { input, ...known }: Pick<PathResult, 'understoodAs' | 'confidence'> & { readonly input: GuardVerdict },
): PathResult | undefined {
  const { label, output, leftOut, degraded, secondOpinion, reasoning } = written;
  const about = { label, ...known, engine: 'generative' as const, leftOut: [...leftOut], secondOpinion, verdicts: { input, output } };
  if (output?.kind === 'blocked') return { ...nothing('blocked'), ...about, degraded: null, corrected: 0, reasoning: null };
  if (written.kind === 'unwritten') return undefined;
  const { sentences, opinions, citations, corrected } = written;
  const shown = { sentences: [...sentences], opinions: [...opinions], citations: [...citations] };
  return { ...nothing('answered'), ...shown, ...about, degraded, corrected, reasoning };
}

/** Null where nothing was weighed. */
function confidenceIn({ kind, confidence }: Extraction): number | null {
  return kind === 'out-of-scope' || kind === 'needs-clarification' ? null : confidence;
}

interface Quoting {
  readonly extraction: Extraction;
  readonly input: GuardVerdict;
  /** What was tried with a model before. */
  readonly written: Unwritten | WrittenAnswer | undefined;
  readonly understoodAs: string | null;
}

async function* quoteAnswer(
  { knowledge, guard }: PathDependencies,
  { caller, evidence, label }: Pick<WriteRequest, 'caller' | 'evidence'> & { readonly label: Grade },
  { extraction, input, written, understoodAs }: Quoting,
  log: RunLog,
): AsyncGenerator<PathEvent, PathResult> {
  const spans = extraction.kind === 'answered' ? extraction.sentences : extraction.found;
  const verified = yield* log.step(
    'verify',
    () => quoteAll(knowledge, caller.scope, evidence, spans),
    (kept) => stepWords.verify(kept.length, spans.length),
  );
  const shown = verified.map((one) => one.quote).join('\n');
  const output = yield* log.step('guard-output', () => guard.check('output', shown), stepWords.guard);
  const end = output.kind === 'blocked' ? nothing('blocked') : conclude(extraction, verified);
  const { degraded = null, opinions = [], secondOpinion = null } = written ?? {};
  // Where nothing is asserted a view would stand in the place of the answer.
  const views = end.outcome === 'answered' ? opinions : [];
  const leftOut = [...(written?.leftOut ?? []), ...unsupported(opinions.length - views.length)];
  const reasoning = output.kind === 'blocked' ? null : (written?.reasoning ?? null);
  const about = { understoodAs, confidence: confidenceIn(extraction), degraded, leftOut, secondOpinion, reasoning };
  return { ...end, opinions: [...views], ...withoutModel, ...about, label, verdicts: { input, output } };
}

function nothing(outcome: Outcome): Shown {
  return { outcome, sentences: [], opinions: [], citations: [], found: [] };
}

function conclude(extraction: Extraction, verified: readonly UnnumberedQuotation[]): Shown & Pick<PathResult, 'gap'> {
  const quotations: Quotation[] = verified.map((one, index) => ({ ...one, number: index + 1 }));
  if (extraction.kind !== 'answered') return { ...nothing(extraction.kind), found: quotations, gap: extraction.reason };
  // An answer none of whose quotations stood up asserts nothing.
  if (quotations.length === 0) return nothing('not-sure');
  const sentences = quotations.map(({ quote: text, number }) => ({ text, citations: [number], score: null, judged: null }));
  return { ...nothing('answered'), sentences, citations: quotations };
}
