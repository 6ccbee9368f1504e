// What `restore --verify` showed goes on record with the site whose backup it was, as after a rehearsal of its own.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { operations, type Verification } from '../backup/contract.ts';
import type { Config } from '../base/config.ts';
import { AppError } from '../base/errors.ts';
import { openClient, RemoteProblem } from './client.ts';
import type { Terminal } from './terminal.ts';

/** A site that is not there, or does not open, is why somebody restores: nothing is recorded then, and that is said. */
export async function recordRehearsal(config: Config, terminal: Terminal, target: string, verification: Verification): Promise<void> {
  try {
    const client = await openClient(config);
    try {
      await client.call(operations.recordRehearsal, { target: resolve(target), verification });
    } finally {
      await client.close();
    }
    terminal.remark('结果已记入状态页和账本。', 'The result is on the Status page and in the ledger.');
  } catch (error) {
    if (!(error instanceof AppError) && !(error instanceof RemoteProblem)) throw error;
    terminal.remark('结果没有记入任何站点：这里没有能打开的站点，或备份不是它的。', `The result is on no record: ${error.message}`);
  }
}

/** Whether there is a site here besides the place that was restored into. */
export function hasSite({ databaseUrl, dataFolder }: Config, into: string): boolean {
  if (databaseUrl !== undefined) return databaseUrl !== into;
  return resolve(dataFolder) !== resolve(into) && existsSync(join(dataFolder, 'database'));
}
