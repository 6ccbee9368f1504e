// The embedded database: PGlite in a folder. `fsync` is off in PGlite: a killed process loses nothing, a power cut may
// lose the last seconds (docs/decisions/0003).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { pg_textsearch } from '@electric-sql/pglite-pg_textsearch';
import { vector } from '@electric-sql/pglite-pgvector';
import { AppError } from '../base/errors.ts';
import { valueParsers } from './value-parsers.ts';

const extensions = { pg_textsearch, vector };
/** The process has one user and the operating system caches the files too: more than this only takes memory. */
const sharedBuffers = '32MB';

/** Opens the database in `folder`, creating it first if need be; `undefined` opens one in memory, from `dump` if given. */
export async function openEmbedded(folder: string | undefined, dump?: Blob): Promise<PGlite> {
  if (folder !== undefined && !existsSync(folder)) await createApart(folder);
  return PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(dump ? { loadDataDir: dump } : {}),
    extensions,
    startParams: [...PGlite.defaultStartParams, '-B', sharedBuffers],
    parsers: valueParsers,
  });
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
  const database = await PGlite.create({ dataDir: process.argv[2] ?? '', extensions });
  await database.close();
}
