import type { QueryClient } from '@tanstack/react-query';

/**
 * Asks again for what the operations show. What is still on its way for the first time may be older than the change, and being asked
 * again it would only be waited for: it is given up first.
 */
export async function refresh(queries: QueryClient, shows: readonly { readonly id: string }[]): Promise<void> {
  await Promise.all(
    shows.map(async ({ id }) => {
      await queries.cancelQueries({ queryKey: [id] });
      await queries.invalidateQueries({ queryKey: [id] });
    }),
  );
}
