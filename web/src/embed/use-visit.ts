import { useEffect, useRef, useState } from 'react';
import { visitorOperations } from '../../../src/answer-box/visitor-contract.ts';
import type { AnswerBoxId } from '../../../src/base/ids.ts';
import { stream } from '../api/call.ts';
import { afterEvent, afterStream, beginTurn, newVisit, type Turn } from './visit.ts';

export interface Visit {
  readonly token: string;
  readonly turns: readonly Turn[];
  readonly isAsking: boolean;
  ask(question: string): void;
  stop(): void;
  /** Forgets the conversation. */
  again(): void;
}

/** One question at a time, each going on with the conversation as far as it was answered. */
export function useVisit(boxId: AnswerBoxId): Visit {
  const [token, setToken] = useState(newVisit);
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const current = useRef<AbortController>(null);
  useEffect(() => () => current.current?.abort(), []);

  const ask = (question: string) => {
    const controller = new AbortController();
    current.current?.abort();
    current.current = controller;
    const change = (next: (turn: Turn) => Turn) => {
      if (current.current === controller) setTurns((known) => known.map((turn, at) => (at === known.length - 1 ? next(turn) : turn)));
    };
    setTurns((known) => [...known, beginTurn(question)]);
    stream(
      visitorOperations.askAnswerBox,
      { boxId, visit: token, question, conversationId: conversationOf(turns) },
      (event) => change((turn) => afterEvent(turn, event)),
      controller.signal,
    )
      .then(() => change(afterStream))
      .catch((error: unknown) =>
        change((turn) => ({ ...turn, phase: controller.signal.aborted ? { kind: 'stopped' } : { kind: 'failed', error } })),
      );
  };
  return {
    token,
    turns,
    isAsking: turns.at(-1)?.phase.kind === 'streaming',
    ask,
    stop: () => current.current?.abort(),
    again() {
      current.current?.abort();
      current.current = null;
      setToken(newVisit());
      setTurns([]);
    },
  };
}

function conversationOf(turns: readonly Turn[]) {
  const last = turns.findLast(({ phase }) => phase.kind === 'finished')?.phase;
  return last?.kind === 'finished' ? (last.answer.conversationId ?? undefined) : undefined;
}
