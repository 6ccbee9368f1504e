// Quotas: how much a key, a scenario or a department may use in a day or a month, and the shares of it that processes hold.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create table quota_limit (
    id uuid primary key,
    kind text not null,
    -- Id of a key or a department, name of a scenario.
    subject text not null,
    measure text not null,
    period text not null,
    -- Requests, tokens, or millionths of a yuan.
    amount bigint not null,
    unique (kind, subject, measure, period)
  )`,
  sql`create table quota_counter (
    limit_id uuid not null references quota_limit on delete cascade,
    -- First day of the period, in China.
    begins_on date not null,
    used bigint not null default 0,
    -- By all leases together.
    held bigint not null default 0,
    primary key (limit_id, begins_on)
  )`,
  // What one process may use without asking.
  sql`create table quota_lease (
    id uuid primary key,
    limit_id uuid not null,
    begins_on date not null,
    -- Used under this lease so far: said anew each time, so that what is said twice counts once.
    settled bigint not null,
    held bigint not null,
    -- Whoever has not been heard of until then is dead, and what it held counts as used.
    expires_at timestamptz not null,
    foreign key (limit_id, begins_on) references quota_counter on delete cascade
  )`,
  sql`create index quota_lease_counter on quota_lease (limit_id, begins_on)`,
  // Replicas look at it to know whether the limits that they hold are still so.
  sql`create table quota_registry (id integer primary key check (id = 1), version bigint not null)`,
  sql`insert into quota_registry values (1, 0)`,
  // What was used under leases is put down, and each gets what it wants as far as there is any. A function, since each counter has to be
  // locked before its leases are read. keep: what the process cannot give back, spare: the part of it that it has reserved for nothing yet;
  // need: how much more it takes to refuse nobody; want: how much more is of use. Beyond its need a lease holds no more to spare than a
  // thirty-second part of what is left, so that little lies idle with one process while another refuses.
  sql`create function quota_exchange(wishes jsonb) returns table (lease uuid, is_gone boolean, held bigint) language plpgsql as $$
  declare
    wish record;
    most bigint;
    counter quota_counter%rowtype;
    mine quota_lease%rowtype;
    expired bigint;
    free bigint;
    granted bigint;
  begin
    for wish in select * from jsonb_to_recordset(wishes) as one (lease uuid, is_new boolean, limit_id uuid, begins_on date,
        settled bigint, keep bigint, spare bigint, need bigint, want bigint) order by one.limit_id, one.begins_on loop
      select amount into most from quota_limit where id = wish.limit_id for key share;
      if not found then
        return query select wish.lease, true, 0::bigint;
        continue;
      end if;
      insert into quota_counter (limit_id, begins_on) values (wish.limit_id, wish.begins_on) on conflict do nothing;
      select * into counter from quota_counter one where one.limit_id = wish.limit_id and one.begins_on = wish.begins_on for update;
      with dead as (
        delete from quota_lease one where one.limit_id = wish.limit_id and one.begins_on = wish.begins_on and one.id <> wish.lease
          and one.expires_at < clock_timestamp() returning one.held)
        select coalesce(sum(dead.held), 0) into expired from dead;
      counter.used := counter.used + expired;
      counter.held := counter.held - expired;
      select * into mine from quota_lease one where one.id = wish.lease;
      if not found then
        if not wish.is_new then
          update quota_counter one set used = counter.used, held = counter.held
            where one.limit_id = wish.limit_id and one.begins_on = wish.begins_on;
          return query select wish.lease, true, 0::bigint;
          continue;
        end if;
        mine.settled := 0;
        mine.held := 0;
      end if;
      counter.used := counter.used + wish.settled - mine.settled;
      free := most - counter.used - (counter.held - mine.held) - wish.keep;
      granted := wish.keep + greatest(0, least(wish.want, free, greatest(wish.need, (free + wish.spare) / 32 - wish.spare)));
      update quota_counter one set used = counter.used, held = counter.held - mine.held + granted
        where one.limit_id = wish.limit_id and one.begins_on = wish.begins_on;
      if granted = 0 and wish.want = 0 then
        delete from quota_lease one where one.id = wish.lease;
      else
        insert into quota_lease as one (id, limit_id, begins_on, settled, held, expires_at)
          values (wish.lease, wish.limit_id, wish.begins_on, wish.settled, granted, clock_timestamp() + interval '1 minute')
          on conflict (id) do update set settled = excluded.settled, held = excluded.held, expires_at = excluded.expires_at;
      end if;
      return query select wish.lease, false, granted;
    end loop;
  end $$`,
];

export const quotas: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
