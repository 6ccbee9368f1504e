import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Kysely, sql } from 'kysely';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { firstLight } from './0001-first-light.ts';
import { people } from './0002-people.ts';
import { rights } from './0004-rights.ts';

let database: TestDatabase;
let tables: Kysely<unknown>;
beforeAll(async () => {
  database = await openTestDatabase();
  tables = database.store.tables();
});
afterAll(() => database.close());

test('documents of the first version keep their grade and department: departments and access classes are made from them', async () => {
  await sql`drop schema public cascade`.execute(tables);
  await sql`create schema public`.execute(tables);
  await firstLight.up(tables);
  await people.up(tables);
  await sql`insert into collection values ('00000000-0000-4000-8000-00000000000a', '政策', now())`.execute(tables);
  const documents = [
    ['甲.txt', '民政局', 'public'],
    ['乙.txt', ' 民政局 ', 'public'],
    ['丙.txt', '民政局', 'sensitive'],
    ['丁.txt', '财政局', 'public'],
    ['戊.txt', '', 'internal'],
  ];
  for (const [name, department, grade] of documents)
    await sql`insert into document (id, collection_id, name, title, department, grade, created_at)
      values (gen_random_uuid(), '00000000-0000-4000-8000-00000000000a', ${name}, '', ${department}, ${grade}, now())`.execute(tables);

  await rights.up(tables);

  const { rows } = await sql`select document.name, coalesce(department.name, '') as department, grade, grants
    from document join access_class on access_class.id = document.access_class_id
    left join department on department.id = access_class.department_id order by convert_to(document.name, 'UTF8')`.execute(tables);
  expect(rows).toEqual(
    documents
      .map(([name = '', department = '', grade = '']) => ({ name, department: department.trim(), grade, grants: [] }))
      .toSorted((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name))),
  );
  const counts = await sql`select (select count(*) from access_class) as classes, (select count(*) from department) as departments`.execute(
    tables,
  );
  expect(counts.rows).toEqual([{ classes: 4, departments: 2 }]);
});
