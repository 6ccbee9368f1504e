// Who is signed in: asked once, and again whenever the server says that nobody is.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Me, operations as signIn } from '../../../src/sign-in/contract.ts';
import { call, whenSignedOut } from '../api/call.ts';

/** Null when nobody is signed in: that is asked first, since browsers report a refused request as a fault of the page. */
const meQuery = queryOptions<Me | null>({
  queryKey: [signIn.getMe.id],
  async queryFn({ signal }) {
    const { isSignedIn } = await call(signIn.getSignIn, {}, signal);
    return isSignedIn ? call(signIn.getMe, {}, signal) : null;
  },
});

export function useMe() {
  return useQuery({ ...meQuery, staleTime: Number.POSITIVE_INFINITY });
}

/** Asks again who is signed in as soon as any reply says that nobody is; tells whether one did. */
export function useSignOutNotice(): boolean {
  const queries = useQueryClient();
  const [isNoticed, setNoticed] = useState(false);
  useEffect(
    () =>
      whenSignedOut(() => {
        setNoticed(true);
        void queries.invalidateQueries({ queryKey: meQuery.queryKey });
      }),
    [queries],
  );
  return isNoticed;
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
