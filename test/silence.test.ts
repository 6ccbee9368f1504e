// No telemetry: nothing is reported, looked up or fetched from anywhere. Where there is no network, the kernel counts who tries.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { prepareDataFolder } from './support/prepared-database.ts';

const inEmptyNetwork = ['-n', '--', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const canHaveOne = spawnSync('unshare', [...inEmptyNetwork, 'true']).status === 0;
const script = join(import.meta.dirname, 'support', 'serve-in-empty-network.ts');
const reportSchema = z.object({ statuses: z.array(z.number()), unroutable: z.number(), datagrams: z.number() });

describe.runIf(canHaveOne)('in a network with nothing but loopback', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hengjian-silence-'));
    await prepareDataFolder(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const use = (given: string): z.infer<typeof reportSchema> =>
    reportSchema.parse(
      JSON.parse(
        execFileSync('unshare', [...inEmptyNetwork, process.execPath, script, given], { encoding: 'utf8' })
          .trim()
          .split('\n')
          .at(-1) ?? '',
      ),
    );

  test('the service starts, answers and stops without trying to reach anything', () => {
    const { statuses, unroutable, datagrams } = use(folder);
    expect(statuses).toEqual([200, 200, 200]);
    expect({ unroutable, datagrams }).toEqual({ unroutable: 0, datagrams: 0 });
  });

  test('and a call that somebody made would have been counted', () => {
    expect(use('http://192.0.2.1/').unroutable).toBeGreaterThan(0);
  });
});
