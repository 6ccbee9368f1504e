// Who is signed in: asked once, and again whenever the server says that nobody is.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type Me, operations as signIn } from '../../../src/sign-in/contract.ts';
import { queryOf, whenSignedOut } from '../api/call.ts';

const meQuery = queryOf(signIn.getMe, {});

export function useMe() {
  return useQuery({ ...meQuery, staleTime: Number.POSITIVE_INFINITY });
}

/** Asks again who is signed in as soon as any reply says that nobody is. */
export function useSignOutNotice(): void {
  const queries = useQueryClient();
  useEffect(() => whenSignedOut(() => void queries.invalidateQueries({ queryKey: meQuery.queryKey })), [queries]);
}

/** For what changes who is signed in: nothing that was loaded for somebody else stays. */
export function useIdentityChange(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    queries.clear();
    await queries.fetchQuery(meQuery).catch(() => undefined);
  };
}

export type { Me };
