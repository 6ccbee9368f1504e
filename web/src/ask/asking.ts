// A question on its way: what the page shows while the events of its answer come in.
import type { Answer, AnswerEvent } from '../../../src/answer/contract.ts';
import { Problem } from '../api/problem.ts';

export interface Asked {
  readonly question: string;
  readonly scenario: string;
  readonly asOf: string | undefined;
  /** The conversation that it goes on with; without it a new one begins. */
  readonly conversationId: string | undefined;
  readonly attachmentIds: string[];
}

export interface Asking {
  readonly question: string;
  /** That it goes on with. */
  readonly conversationId: string | undefined;
  /** By which day's rules; null until the server has said it, or when all rules count. */
  readonly asOf: string | null;
  readonly phase:
    | { readonly kind: 'streaming' }
    | { readonly kind: 'stopped' }
    | { readonly kind: 'failed'; readonly error: unknown }
    | { readonly kind: 'finished'; readonly answer: Answer };
  /** What the model reasons, as far as its scenario shows it. */
  readonly reasoning: string;
  readonly sentences: Answer['sentences'];
  readonly citations: Answer['citations'];
  readonly steps: Answer['steps'];
}

export function startAsking({ question, asOf, conversationId }: Asked): Asking {
  return {
    question,
    conversationId,
    asOf: asOf ?? null,
    phase: { kind: 'streaming' },
    reasoning: '',
    sentences: [],
    citations: [],
    steps: [],
  };
}

/** The recorded answer replaces what was streamed: it is what counts. */
export function askingOf(answer: Answer): Asking {
  const { question, asOf, sentences, citations, steps } = answer;
  const shown = { reasoning: answer.reasoning?.text ?? '', sentences, citations, steps };
  return { question, conversationId: answer.conversationId ?? undefined, asOf, phase: { kind: 'finished', answer }, ...shown };
}

export function afterEvent(asking: Asking, event: AnswerEvent): Asking {
  if (asking.phase.kind !== 'streaming') return asking;
  switch (event.kind) {
    case 'run-started':
      return { ...asking, asOf: event.asOf };
    case 'step-finished':
      return { ...asking, steps: [...asking.steps, event.step] };
    case 'reasoning-written':
      return { ...asking, reasoning: asking.reasoning + event.text };
    case 'sentence-released':
      return { ...asking, sentences: [...asking.sentences, event.sentence], citations: joined(asking.citations, event.citations) };
    case 'answer-finished':
      return askingOf(event.answer);
    case 'run-failed':
      return { ...asking, phase: { kind: 'failed', error: new Problem(event.problem.code, event.problem) } };
  }
}

/** The stream is over: if its last event never came, the answer is not whole. */
export function afterStream(asking: Asking): Asking {
  return asking.phase.kind === 'streaming' ? { ...asking, phase: { kind: 'failed', error: new Problem('server-unreachable') } } : asking;
}

function joined(known: Answer['citations'], more: Answer['citations']): Answer['citations'] {
  const numbers = new Set(known.map(({ number }) => number));
  return [...known, ...more.filter(({ number }) => !numbers.has(number))];
}
