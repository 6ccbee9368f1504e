import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { operations as ledger, type Verification } from '../../../src/ledger/contract.ts';
import { stream } from '../api/call.ts';
import { refresh } from '../api/refresh.ts';

export type VerificationState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly done: number; readonly total: number }
  | { readonly kind: 'finished'; readonly verification: Verification }
  | { readonly kind: 'broken'; readonly error: unknown };

/** Verifies the ledger on the server and follows how far it is. */
export function useVerification() {
  const [state, setState] = useState<VerificationState>({ kind: 'idle' });
  const queries = useQueryClient();
  const start = async (): Promise<void> => {
    setState({ kind: 'running', done: 0, total: 0 });
    let verification: Verification | undefined;
    try {
      await stream(
        ledger.verifyLedger,
        {},
        (event) => {
          if (event.kind === 'ledger-verified') verification = event.verification;
          else setState({ kind: 'running', done: event.done, total: event.total });
        },
        new AbortController().signal,
      );
      // A stream that ends early has not said whether all is well.
      setState(verification ? { kind: 'finished', verification } : { kind: 'broken', error: undefined });
    } catch (error) {
      setState({ kind: 'broken', error });
    }
    void refresh(queries, [ledger.listRecords, ledger.listCheckpoints]);
  };
  return { state, start };
}
