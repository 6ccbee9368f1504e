// What the security documents promise is there: each test that they name, each file that they point to, each setting.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configSchema } from '../src/base/config.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const rows = read('docs/asvs.md')
  .split('\n')
  .filter((line) => /^\| (?!item|---)/.test(line))
  .map((line) => line.split(' | '));
const named = [...read('docs/asvs.md').matchAll(/`([^`]+\.(?:test|e2e)\.ts)`: \*([^*]+)\*/g)].map(([, file = '', name = '']) => ({
  file,
  name,
}));

test.for(named)('the table of ASVS names $file: $name', ({ file, name }) => {
  expect(existsSync(join(root, file))).toBe(true);
  expect(read(file)).toContain(name);
});

test('each row says by what it is answered, and the totals are those of the rows', () => {
  const answers = rows.map((cells) => cells[2] ?? '');
  expect(answers.filter((answer) => !/`|operator|not offered|open|docs\/|src\/|deviates/.test(answer))).toEqual([]);
  const counted = (pattern: RegExp): number => answers.filter((answer) => pattern.test(answer)).length;
  expect(read('docs/asvs.md')).toContain(`${rows.length} rows: ${counted(/`/)} answered by tests, ${counted(/^open/)} open.`);
});

test('every chapter of ASVS is there', () => {
  expect([...read('docs/asvs.md').matchAll(/^## V(\d+) /gm)].map(([, number]) => Number(number))).toEqual(
    Array.from({ length: 14 }, (_, index) => index + 1),
  );
});

test('every part of the general requirements of GB/T 22239 has its answer and its duty', () => {
  const text = read('docs/security.md');
  for (const part of ['安全物理环境', '安全通信网络', '安全区域边界', '安全计算环境', '安全管理中心']) expect(text).toContain(part);
});

test('settings and files that the documents name exist', () => {
  const text = read('docs/security.md') + read('SECURITY.md');
  const settings = Object.keys(configSchema.shape);
  for (const [name] of text.matchAll(/HENGJIAN_[A-Z_]+/g)) expect(settings).toContain(name);
  for (const [, path = ''] of text.matchAll(/`(src\/[^`]+)`/g)) expect(existsSync(join(root, path)), path).toBe(true);
});
