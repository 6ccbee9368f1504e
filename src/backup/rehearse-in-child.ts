// A restore is rehearsed by the command line in a process of its own: it opens a second database and the product on it, which
// must neither slow the running one down nor share its memory.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import type { Config } from '../base/config.ts';
import type { BackupDependencies } from './backup.ts';
import { type Verification, verificationSchema } from './contract.ts';

/** What `restore --verify --json` prints, line by line. */
const rehearsalLineSchema = z.union([z.object({ progress: z.number() }), z.object({ verification: verificationSchema })]);

export function rehearseInChild({
  commandLine,
  config,
}: {
  readonly commandLine: string;
  readonly config: Config;
}): BackupDependencies['rehearse'] {
  return async (id, target, onProgress) => {
    const aside = await mkdtemp(join(tmpdir(), 'hengjian-rehearsal-'));
    try {
      const { file } = config.backup.key;
      const args = [
        'restore',
        '--from',
        target,
        '--at',
        id,
        '--into',
        join(aside, 'data'),
        '--key',
        file,
        '--keys',
        join(config.dataFolder, 'keys'),
      ];
      return await runToVerification([commandLine, ...args, '--verify', '--no-record', '--json'], aside, onProgress);
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  };
}

async function runToVerification(args: readonly string[], folder: string, onProgress: (share: number) => void): Promise<Verification> {
  // The settings of this process come along; its database does not: the rehearsal has its own.
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = (): boolean => child.kill('SIGKILL');
  process.once('exit', end);
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-500);
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let verification: Verification | undefined;
  for await (const text of createInterface({ input: child.stdout })) {
    const line = rehearsalLineSchema.parse(JSON.parse(text));
    if ('progress' in line) onProgress(line.progress);
    else verification = line.verification;
  }
  const code = await ended;
  process.off('exit', end);
  if (verification === undefined)
    throw new AppError('rehearsal-failed', { cause: complaint.trim().replace(/\s+/g, ' ') || `exit ${code}` });
  return verification;
}
