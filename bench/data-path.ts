// Where the development data lies. Without it there is nothing to measure: say what is missing and stop.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export function dataPath(...parts: readonly string[]): string {
  const folder = process.env['HENGJIAN_BENCH_DATA'];
  const path = folder ? join(folder, ...parts) : undefined;
  if (path !== undefined && existsSync(path)) return path;
  console.error(
    `缺少测试数据，请用 HENGJIAN_BENCH_DATA 指定其目录。 Test data is missing: ${path ?? 'set HENGJIAN_BENCH_DATA to its folder'}`,
  );
  process.exit(2);
}
