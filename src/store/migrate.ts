// One migration history for both databases; forward only, safe while the previous version still runs.
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { AppError } from '../base/errors.ts';
import { firstLight } from './migrations/0001-first-light.ts';
import { people } from './migrations/0002-people.ts';
import { rights } from './migrations/0004-rights.ts';
import { ledger } from './migrations/0005-ledger.ts';
import { keyRing } from './migrations/0006-key-ring.ts';

/** In order; the key is the name that is recorded. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-light': firstLight,
  '0002-people': people,
  '0004-rights': rights,
  '0005-ledger': ledger,
  '0006-key-ring': keyRing,
};

/** Applies what is missing and returns the name of the newest migration. */
export async function migrate(database: Kysely<unknown>): Promise<string> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => ({ ...migrations }) } });
  const known = Object.keys(migrations);
  const { error, results } = await migrator.migrateToLatest();
  if (error instanceof Error && /corrupted migrations/.test(error.message)) {
    throw new AppError(
      'database-newer',
      { found: /executed migration (\S+)/.exec(error.message)?.[1] ?? '?', known: known.at(-1) ?? '' },
      { cause: error },
    );
  }
  if (error) throw new AppError('internal', { requestId: 'migration' }, { cause: error });
  return results?.at(-1)?.migrationName ?? known.at(-1) ?? '';
}
