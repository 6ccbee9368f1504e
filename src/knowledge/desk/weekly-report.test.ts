import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLibrary, type TestLibrary } from '../../../test/support/library.ts';
import { soloCaller } from '../../access/access.ts';
import type { AccessClassId } from '../../base/ids.ts';
import { libraryReportInMarkdown } from './report-in-markdown.ts';
import { hasReportOf, makeWeeklyReport, weeksOfLibrary } from './weekly-report.ts';
import type { LibraryTables } from '../tables.ts';

let library: TestLibrary;
const monday = new Date('2026-02-22T22:00:00Z');
beforeAll(async () => {
  library = await openTestLibrary();
  await library.bring('无主.txt', '停车办法\n第一条 停车免费。');
  await library.bring('名册.txt', '名册办法\n第一条 名册由专人保管。', { grade: 'sensitive', department: '民政局' });
});
afterAll(() => library.close());

describe('the library report', () => {
  test('is made once for each Monday, and tells each reader of what he may read', async () => {
    const tables = library.store.tables<LibraryTables>();
    expect(await hasReportOf(tables, monday)).toBe(false);
    const about = { now: library.clock.now(), today: library.clock.today };
    for (let time = 0; time < 2; time += 1) await makeWeeklyReport({ library: tables, ledger: library.ledger }, monday, about);
    expect(await hasReportOf(tables, monday)).toBe(true);
    expect(await weeksOfLibrary(tables, 'all')).toMatchObject([{ documents: 2, counts: { undated: 2, unowned: 1 } }]);
    const { rows } = await library.store.run(
      `select access_class_id as id from document join access_class on access_class.id = access_class_id where grade = 'internal'`,
    );
    const scope = rows.map((row) => (row as { id: AccessClassId }).id);
    expect(await weeksOfLibrary(tables, scope)).toMatchObject([{ documents: 1, counts: { undated: 1, unowned: 1 } }]);
    expect((await library.ledger.list({ action: 'library-report-made', limit: 5 })).records).toHaveLength(1);
  });

  test('as a file has the titles of what its reader may read, and no others', async () => {
    const whole = libraryReportInMarkdown(await library.knowledge.desk.export(soloCaller));
    expect(whole).toContain('停车办法');
    expect(whole).toContain('名册办法');
    const none = libraryReportInMarkdown(await library.knowledge.desk.export({ ...soloCaller, scope: [] }));
    expect(none).not.toContain('办法');
    expect(none).toContain('documents: 0');
    expect((await library.ledger.list({ action: 'library-report-exported', limit: 5 })).records).toHaveLength(2);
  });
});
