import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Answer, operations as answers } from '../../../src/answer/contract.ts';
import { queryOf, stream } from '../api/call.ts';
import { type Asked, type Asking, afterEvent, afterStream, startAsking } from './asking.ts';
import { refresh } from '../api/refresh.ts';

interface UseAsking {
  readonly asking: Asking | undefined;
  readonly ask: (asked: Asked) => void;
  readonly stop: () => void;
  /** Nothing is being asked any more. */
  readonly clear: () => void;
}

/** One question at a time; a new one ends the one before. */
export function useAsking(onFinished: (answer: Answer) => void): UseAsking {
  const [asking, setAsking] = useState<Asking>();
  const queries = useQueryClient();
  const current = useRef<AbortController>(null);
  useEffect(() => () => current.current?.abort(), []);

  const ask = (asked: Asked) => {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    const change = (next: (asking: Asking) => Asking) => {
      if (current.current === controller) setAsking((known) => known && next(known));
    };
    setAsking(startAsking(asked));
    stream(
      answers.streamAnswer,
      asked,
      (event) => {
        change((known) => afterEvent(known, event));
        if (event.kind !== 'answer-finished') return;
        queries.setQueryData(queryOf(answers.getRun, { runId: event.answer.runId }).queryKey, event.answer);
        onFinished(event.answer);
      },
      controller.signal,
    )
      .then(() => change(afterStream))
      .catch((error: unknown) =>
        change((known) => ({ ...known, phase: controller.signal.aborted ? { kind: 'stopped' } : { kind: 'failed', error } })),
      )
      .finally(() => void refresh(queries, [answers.listRuns]));
  };
  const clear = () => {
    current.current?.abort();
    current.current = null;
    setAsking(undefined);
  };
  return { asking, ask, stop: () => current.current?.abort(), clear };
}
