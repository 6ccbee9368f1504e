// Departments, people and their roles. What the local administrator of the first version did stays with the first person.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** `firstPersonId` of src/access/people.ts. */
const firstPerson = '00000000-0000-7000-8000-000000000001';

const statements = [
  sql`create table department (
    id uuid primary key,
    parent_id uuid references department,
    name text not null,
    -- From the root down to this department itself: one query finds all below or above.
    path uuid[] not null,
    created_at timestamptz not null,
    closed_at timestamptz
  )`,
  sql`create unique index department_name on department (coalesce(parent_id, id), name) where closed_at is null`,
  sql`create table person (
    id uuid primary key,
    login_name text not null unique,
    display_name text not null,
    department_id uuid references department,
    -- invited, active, left
    state text not null,
    created_at timestamptz not null,
    left_at timestamptz
  )`,
  sql`create table person_role (
    person_id uuid not null references person,
    role text not null,
    primary key (person_id, role)
  )`,
  sql`insert into person (id, login_name, display_name, state, created_at)
    values (${sql.lit(firstPerson)}, 'local', '本机用户 Local user', 'active', now())`,
  sql`alter table run alter column person type uuid using ${sql.lit(firstPerson)}::uuid`,
  sql`alter table run rename column person to person_id`,
  sql`alter table run add foreign key (person_id) references person`,
];

export const people: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
