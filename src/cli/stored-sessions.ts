// The sessions of the command line: one for each data folder or database, in a file that only the person can read.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../base/config.ts';

type Place = Pick<Config, 'userFolder' | 'dataFolder' | 'databaseUrl'>;
const sessionsSchema = z.record(z.string(), z.string());

export async function readStoredSession(place: Place): Promise<string | undefined> {
  return (await readAll(place))[keyOf(place)];
}

/** Keeps a session, or forgets it. */
export async function storeSession(place: Place, token: string | undefined): Promise<void> {
  const { [keyOf(place)]: _, ...others } = await readAll(place);
  const sessions = token === undefined ? others : { ...others, [keyOf(place)]: token };
  await mkdir(place.userFolder, { recursive: true, mode: 0o700 });
  // Written aside: a file that is there already might be readable by others.
  const draft = `${fileOf(place)}.${process.pid}`;
  await writeFile(draft, JSON.stringify(sessions, null, 2), { mode: 0o600 });
  await rename(draft, fileOf(place));
}

const fileOf = ({ userFolder }: Place): string => join(userFolder, 'sessions.json');

/** The database without its password, else the folder. */
function keyOf({ databaseUrl, dataFolder }: Place): string {
  if (databaseUrl === undefined) return dataFolder;
  const url = new URL(databaseUrl);
  url.password = '';
  return url.href;
}

async function readAll(place: Place): Promise<Record<string, string>> {
  const text = await readFile(fileOf(place), 'utf8').catch(() => '{}');
  try {
    return sessionsSchema.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
