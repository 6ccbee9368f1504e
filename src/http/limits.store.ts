// The allowance of a subject, kept in the database that all replicas share, by the database's own clock.
import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import type { Allowance } from './allowance.ts';

export interface LimitsStore {
  /** Takes `count` from the subject's allowance; says how many seconds to wait when there is not enough, else 0. */
  take(name: string, subject: string, allowance: Allowance, count: number): Promise<number>;
  /** Forgets whose allowance is whole. */
  tidy(): Promise<void>;
}

export function createLimitsStore(store: Store): LimitsStore {
  const database = store.tables<unknown>();
  return {
    async take(name, subject, { perMinute, burst }, count) {
      const cost = sql`make_interval(secs => ${(60 / perMinute) * count}::float8)`;
      const room = sql`make_interval(secs => ${(60 / perMinute) * burst}::float8)`;
      // A time beyond what a whole allowance takes to come back was written before the clock went back: nobody waits for it to catch up.
      const lately = sql`case when kept.whole_at > now() + ${room} + interval '1 minute' then now() else greatest(kept.whole_at, now()) end`;
      // The row is changed, and so returned, only if the allowance holds; the second branch sees the table as it was before.
      const { rows } = await sql<{ isTaken: boolean; wait: number }>`
        with taken as (
          insert into rate_limit as kept (class, subject, whole_at) values (${name}, ${subject}, now() + ${cost})
          on conflict (class, subject) do update set whole_at = (${lately}) + ${cost}
          where (${lately}) + ${cost} <= now() + ${room}
          returning true as is_taken, 0::float8 as wait
        )
        select is_taken as "isTaken", wait from taken
        union all
        select false, extract(epoch from whole_at + ${cost} - ${room} - now())::float8 from rate_limit
        where class = ${name} and subject = ${subject} and not exists (select from taken)`.execute(database);
      // What others took at the same moment is not seen by the second branch, which may then find nothing to wait for, or no row at all.
      return rows[0]?.isTaken ? 0 : Math.max(1, Math.ceil(rows[0]?.wait ?? 1));
    },
    async tidy() {
      await sql`delete from rate_limit where whole_at < now()`.execute(database);
    },
  };
}
