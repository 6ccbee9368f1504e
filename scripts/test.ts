// `npm test`: the suites one after the other, and one line of totals at the end. Arguments name single suites.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { z } from 'zod';

interface Totals {
  readonly passed: number;
  readonly failed: number;
}

interface Suite {
  readonly project: string;
  readonly title: string;
  /** Prepares what the suite stands on; says what is missing, or nothing. */
  readonly prepare: () => Promise<string | undefined>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'hengjian-tests-'));
const databaseUrl = process.env['HENGJIAN_TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

const suites: readonly Suite[] = [
  { project: 'unit', title: 'Units, on the embedded database', prepare: async () => undefined },
  { project: 'postgres', title: 'The tests that touch the store, on a PostgreSQL server', prepare: reachServer },
  { project: 'e2e', title: 'Journeys in Chromium', prepare: async () => buildPages() },
];

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

const asked = process.argv.slice(2);
const totals: Totals[] = [];
for (const suite of suites.filter(({ project }) => asked.length === 0 || asked.includes(project))) totals.push(await runSuite(suite));
rmSync(reports, { recursive: true, force: true });

const failed = totals.reduce((sum, suite) => sum + suite.failed, 0);
console.log(`\n${totals.reduce((sum, suite) => sum + suite.passed, 0)} passed, ${failed} failed`);
process.exitCode = failed > 0 || totals.length === 0 ? 1 : 0;

async function runSuite(suite: Suite): Promise<Totals> {
  console.log(`\n== ${suite.title}`);
  const missing = await suite.prepare();
  if (missing !== undefined) {
    console.log(missing);
    return { passed: 0, failed: 1 };
  }
  const report = join(reports, `${suite.project}.json`);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = ['run', '--project', suite.project, '--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`];
  const { status } = spawnSync(process.execPath, [vitest, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  return readReport(report, status === 0);
}

/** A file that does not load, a fault outside any test and a suite without tests are failures too. */
function readReport(path: string, succeeded: boolean): Totals {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const report = reportSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  return { passed: report.numPassedTests, failed: failed === 0 && !succeeded ? 1 : failed };
}

async function reachServer(): Promise<string | undefined> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (cause) {
    const { host, pathname } = new URL(databaseUrl);
    const reason = cause instanceof Error ? cause.message : String(cause);
    return (
      `连不上测试用的 PostgreSQL（${host}${pathname}）：请启动它，或用 HENGJIAN_TEST_DATABASE_URL 指定另一个。` +
      ` The PostgreSQL server for tests (${host}${pathname}) cannot be used: start it, or name another with HENGJIAN_TEST_DATABASE_URL. (${reason})`
    );
  }
}

function buildPages(): string | undefined {
  const { status } = spawnSync(process.execPath, [join(root, 'bin', 'build.js')], { stdio: ['ignore', 'inherit', 'inherit'] });
  return status === 0
    ? undefined
    : '网页没有构建成功，无法在浏览器里测试。 The pages were not built, so there is nothing to test in a browser.';
}
