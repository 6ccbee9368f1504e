// The embedded database: PGlite in a folder. `fsync` is off in PGlite: a killed process loses nothing, a power cut may
// lose the last seconds (docs/decisions/0003).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import { AppError, systemCode } from '../base/errors.ts';
import { valueParsers, valueSerializers } from './value-parsers.ts';

/** The process has one user and the operating system caches the files too: more than this only takes memory. */
const sharedBuffers = '32MB';

/**
 * V8 would compile the database's busy functions a second time. One of them alone, the interpreter of expressions (100 kB), takes
 * 600 MB and seconds of a core for it, when the service is young and has other things to do (docs/decisions/0014).
 */
function compileOnce(): void {
  for (const flag of ['--no-wasm-dynamic-tiering', '--no-wasm-tier-up']) setFlagsFromString(flag);
}

/** Opens the database in `folder`, creating it first if need be; `undefined` opens one in memory, from `dump` if given. */
export async function openEmbedded(folder: string | undefined, dump?: Blob): Promise<PGlite> {
  compileOnce();
  if (folder !== undefined) await (existsSync(folder) ? forgetPreloaded(folder) : createApart(folder));
  const settings = {
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(dump ? { loadDataDir: dump } : {}),
    startParams: [...PGlite.defaultStartParams, '-B', sharedBuffers],
    parsers: valueParsers,
    serializers: valueSerializers,
  };
  return PGlite.create(settings).catch((error: unknown) => {
    // What it says of files that it cannot make sense of ends with the process inside it, not with a code.
    if (folder === undefined || error instanceof AppError) throw error;
    throw new AppError('database-damaged', { cause: systemCode(error) ?? 'it does not open' }, { cause: error });
  });
}

/** The first folders have the database load an extension that no longer comes along; migration 0007 removes the rest of it. */
async function forgetPreloaded(folder: string): Promise<void> {
  const file = join(folder, 'postgresql.conf');
  const settings = await readFile(file, 'utf8').catch(() => '');
  const kept = settings.replace(/^shared_preload_libraries=pg_textsearch$/m, '');
  if (kept !== settings) await writeFile(file, kept);
}

/** Creating a cluster takes some 250 MB that WebAssembly never gives back, so a child does it; a half-made one has another name. */
async function createApart(folder: string): Promise<void> {
  const unfinished = `${folder}.creating`;
  await rm(unfinished, { recursive: true, force: true });
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), unfinished], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new AppError('storage-unwritable', { folder, cause: causeIn(complaint) ?? `exit ${code}` }, { cause: complaint });
  await rename(unfinished, folder);
}

/** WebAssembly names faults of the disk by its own numbers (WASI `errno`). */
const wasiErrors: Readonly<Record<string, string>> = { '2': 'EACCES', '19': 'EDQUOT', '51': 'ENOSPC', '69': 'EROFS' };

function causeIn(complaint: string): string | undefined {
  return /ENOSPC|EACCES|EROFS|EDQUOT/.exec(complaint)?.[0] ?? wasiErrors[/errno: (\d+)/.exec(complaint)?.[1] ?? ''];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  compileOnce();
  const database = await PGlite.create({ dataDir: process.argv[2] ?? '' });
  await database.close();
}
