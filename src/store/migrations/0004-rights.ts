// Documents stand in access classes. Departments were free text: departments and classes are made from what is there.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  // Departments at the top have unique names too.
  sql`drop index department_name`,
  sql`create unique index department_name on department (coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), name) where closed_at is null`,
  sql`create table access_class (
    id uuid primary key,
    -- Its attributes in one text, so that the same combination is one class.
    key text not null unique,
    grade text not null,
    department_id uuid references department,
    collection_id uuid not null references collection,
    -- Who is let in besides, sorted: [{to, id, action}].
    grants jsonb not null,
    created_at timestamptz not null,
    unique (id, collection_id)
  )`,
  sql`insert into department (id, name, path, created_at)
    select id, name, array[id], now() from (
      select gen_random_uuid() as id, trim(department) as name from document where trim(department) <> '' group by trim(department)
    ) named`,
  sql`alter table document add column access_class_id uuid references access_class`,
  sql`insert into access_class (id, key, grade, department_id, collection_id, grants, created_at)
    select gen_random_uuid(), grade || '/' || coalesce(owner::text, '-') || '/' || collection_id || '/-', grade, owner, collection_id, '[]', now()
    from (select distinct document.grade, department.id as owner, document.collection_id
      from document left join department on department.name = trim(document.department)) combination`,
  sql`update document set access_class_id = access_class.id
    from access_class left join department on department.id = access_class.department_id
    where access_class.grade = document.grade and access_class.collection_id = document.collection_id
      and coalesce(department.name, '') = trim(document.department)`,
  sql`alter table document alter column access_class_id set not null`,
  sql`alter table document add foreign key (access_class_id, collection_id) references access_class (id, collection_id)`,
  sql`alter table document drop constraint document_collection_id_name_key`,
  // A name is taken only among documents that the same people may read: a clash tells nobody of a document that is hidden.
  sql`alter table document add unique (access_class_id, name)`,
  sql`create index document_collection_name on document (collection_id, name)`,
  sql`alter table document drop column department`,
  sql`alter table document drop column grade`,
  // The highest grade that a person may come near.
  sql`alter table person add column clearance text not null default 'internal'`,
  // The three separated powers: no account holds two of them, whatever the program does.
  sql`create unique index person_role_one_power on person_role (person_id) where role in ('system-administrator', 'security-officer', 'auditor')`,
  // Who is let into all documents of a collection.
  sql`create table collection_grant (
    collection_id uuid not null references collection,
    subject text not null,
    "grant" jsonb not null,
    primary key (collection_id, subject)
  )`,
  // Policies that replaced the one that is shipped, newest in force.
  sql`create table policy_version (
    number integer primary key,
    text text not null,
    created_at timestamptz not null,
    proposed_by uuid not null references person,
    approved_by uuid not null references person,
    check (proposed_by <> approved_by)
  )`,
  // One row, whose version tells other processes that decisions may come out otherwise.
  sql`create table rights_state (only_row boolean primary key default true check (only_row), version bigint not null)`,
  sql`insert into rights_state (version) values (0)`,
  // What takes two people: proposed by one, decided by another.
  sql`create table change_request (
    id uuid primary key,
    kind text not null,
    -- What it is about, so that one thing has one open request: an id or a name.
    subject text not null,
    payload jsonb not null,
    reason text not null,
    state text not null,
    proposed_by uuid not null references person,
    proposed_at timestamptz not null,
    expires_at timestamptz not null,
    decided_by uuid references person,
    decided_at timestamptz,
    note text,
    check (decided_by is null or decided_by <> proposed_by or state = 'withdrawn')
  )`,
  sql`create unique index change_request_waiting on change_request (kind, subject) where state = 'waiting'`,
];

export const rights: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
