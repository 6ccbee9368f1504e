import { useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { operations as ledger } from '../../../src/ledger/contract.ts';
import { call } from '../api/call.ts';

type Input = z.input<typeof ledger.listRecords.input>;
/** Days as they are typed; the server takes moments. */
export interface RecordFilter extends Pick<Input, 'action' | 'outcome' | 'actor' | 'subject'> {
  readonly fromDay?: string | undefined;
  readonly toDay?: string | undefined;
}

/** Records page by page, newest first. */
export function useRecords({ fromDay, toDay, ...rest }: RecordFilter) {
  const input = { ...rest, from: fromDay ? startOf(fromDay) : undefined, to: toDay ? startOf(toDay, 1) : undefined };
  return useInfiniteQuery({
    queryKey: [ledger.listRecords.id, input],
    queryFn: ({ pageParam, signal }) => call(ledger.listRecords, { ...input, before: pageParam }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.nextBefore ?? undefined,
  });
}

/** A day is a day in China, as everywhere in the product. */
function startOf(day: string, daysLater = 0): string {
  return new Date(new Date(`${day}T00:00:00+08:00`).getTime() + daysLater * 86_400_000).toISOString();
}
