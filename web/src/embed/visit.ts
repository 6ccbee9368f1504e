// One visit: the token that this page alone holds, and the turns of its conversation, which are gone when the page is closed.
import type { VisitorAnswer, VisitorEvent, VisitorQuotation } from '../../../src/answer-box/visitor-contract.ts';
import { Problem } from '../api/problem.ts';

export interface Turn {
  readonly question: string;
  readonly phase:
    | { readonly kind: 'streaming' }
    | { readonly kind: 'stopped' }
    | { readonly kind: 'failed'; readonly error: unknown }
    | { readonly kind: 'finished'; readonly answer: VisitorAnswer };
  readonly sentences: VisitorAnswer['sentences'];
  readonly citations: readonly VisitorQuotation[];
  readonly runId: VisitorAnswer['runId'] | undefined;
}

/** 256 random bits; also where the page is not encrypted, which is this machine only. */
export function newVisit(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

export function beginTurn(question: string): Turn {
  return { question, phase: { kind: 'streaming' }, sentences: [], citations: [], runId: undefined };
}

export function afterEvent(turn: Turn, event: VisitorEvent): Turn {
  if (turn.phase.kind !== 'streaming') return turn;
  switch (event.kind) {
    case 'run-started':
      return { ...turn, runId: event.runId };
    case 'sentence-released':
      return { ...turn, sentences: [...turn.sentences, event.sentence], citations: joined(turn.citations, event.citations) };
    case 'answer-finished':
      return finished(turn, event.answer);
    case 'run-failed':
      return { ...turn, phase: { kind: 'failed', error: new Problem(event.problem.code, event.problem) } };
  }
}

/** What was recorded replaces what was streamed. */
function finished(turn: Turn, answer: VisitorAnswer): Turn {
  const { sentences, citations, runId } = answer;
  return { ...turn, phase: { kind: 'finished', answer }, sentences, citations, runId };
}

/** The stream is over: without its last event the answer is not whole. */
export function afterStream(turn: Turn): Turn {
  return turn.phase.kind === 'streaming' ? { ...turn, phase: { kind: 'failed', error: new Problem('server-unreachable') } } : turn;
}

function joined(known: readonly VisitorQuotation[], more: readonly VisitorQuotation[]): VisitorQuotation[] {
  const numbers = new Set(known.map(({ number }) => number));
  return [...known, ...more.filter(({ number }) => !numbers.has(number))];
}
