// One migration history for both databases; forward only, safe while the previous version still runs.
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { AppError } from '../base/errors.ts';
import { firstLight } from './migrations/0001-first-light.ts';
import { people } from './migrations/0002-people.ts';
import { signIn } from './migrations/0003-sign-in.ts';
import { rights } from './migrations/0004-rights.ts';
import { ledger } from './migrations/0005-ledger.ts';
import { keyRing } from './migrations/0006-key-ring.ts';
import { searchIndex } from './migrations/0007-search-index.ts';
import { sealedLibrary } from './migrations/0008-sealed-library.ts';
import { backups } from './migrations/0009-backups.ts';
import { rateLimits } from './migrations/0010-rate-limits.ts';
import { accountSecurity } from './migrations/0011-account-security.ts';
import { incidents } from './migrations/0012-incidents.ts';
import { directory } from './migrations/0013-directory.ts';
import { retention } from './migrations/0014-retention.ts';
import { securityReports } from './migrations/0015-security-reports.ts';
import { models } from './migrations/0016-models.ts';
import { modelCalls } from './migrations/0017-model-calls.ts';
import { quotas } from './migrations/0018-quotas.ts';
import { modelCallFigures } from './migrations/0019-model-call-figures.ts';
import { rowsWithRecords } from './migrations/0021-rows-with-records.ts';
import { scenarioService } from './migrations/0022-scenario-service.ts';
import { searchModels } from './migrations/0023-search-models.ts';
import { conversations } from './migrations/0024-conversations.ts';
import { elements } from './migrations/0025-elements.ts';
import { runFeedback } from './migrations/0026-run-feedback.ts';
import { citations } from './migrations/0027-citations.ts';
import { desk } from './migrations/0028-desk.ts';
import { recognition } from './migrations/0029-recognition.ts';
import { sources } from './migrations/0031-sources.ts';
import { libraryReports } from './migrations/0032-library-reports.ts';
import { attachments } from './migrations/0034-attachments.ts';
import { libraryKeeping } from './migrations/0038-library-keeping.ts';
import { answerChecks } from './migrations/0039-answer-checks.ts';
import { answerBoxes } from './migrations/0041-answer-boxes.ts';
import { webhooks } from './migrations/0042-webhooks.ts';
import { sourceKeys } from './migrations/0043-source-keys.ts';

/** In order; the key is the name that is recorded. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-light': firstLight,
  '0002-people': people,
  '0003-sign-in': signIn,
  '0004-rights': rights,
  '0005-ledger': ledger,
  '0006-key-ring': keyRing,
  '0007-search-index': searchIndex,
  '0008-sealed-library': sealedLibrary,
  '0009-backups': backups,
  '0010-rate-limits': rateLimits,
  '0011-account-security': accountSecurity,
  '0012-incidents': incidents,
  '0013-directory': directory,
  '0014-retention': retention,
  '0015-security-reports': securityReports,
  '0016-models': models,
  '0017-model-calls': modelCalls,
  '0018-quotas': quotas,
  '0019-model-call-figures': modelCallFigures,
  '0021-rows-with-records': rowsWithRecords,
  '0022-scenario-service': scenarioService,
  '0023-search-models': searchModels,
  '0024-conversations': conversations,
  '0025-elements': elements,
  '0026-run-feedback': runFeedback,
  '0027-citations': citations,
  '0028-desk': desk,
  '0029-recognition': recognition,
  '0031-sources': sources,
  '0032-library-reports': libraryReports,
  '0034-attachments': attachments,
  '0038-library-keeping': libraryKeeping,
  '0039-answer-checks': answerChecks,
  '0041-answer-boxes': answerBoxes,
  '0042-webhooks': webhooks,
  '0043-source-keys': sourceKeys,
};

/** Which migrations to apply: all, none, or those up to one; a backup is restored into the tables that it was made from. */
export type MigrationGoal = 'latest' | 'as-found' | { readonly upTo: string };

/** Applies what is missing up to the goal and returns the name of the newest migration. */
export async function migrate(database: Kysely<unknown>, goal: MigrationGoal = 'latest'): Promise<string> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => ({ ...migrations }) } });
  const known = Object.keys(migrations);
  if (goal === 'as-found') return (await migrator.getMigrations()).findLast(({ executedAt }) => executedAt !== undefined)?.name ?? '';
  const last = goal === 'latest' ? (known.at(-1) ?? '') : goal.upTo;
  if (!known.includes(last)) throw new AppError('database-newer', { found: last, known: known.at(-1) ?? '' });
  const { error, results } = await migrator.migrateTo(last);
  if (error instanceof Error && /corrupted migrations/.test(error.message)) {
    throw new AppError(
      'database-newer',
      { found: /executed migration (\S+)/.exec(error.message)?.[1] ?? '?', known: known.at(-1) ?? '' },
      { cause: error },
    );
  }
  if (error) throw new AppError('internal', { requestId: 'migration' }, { cause: error });
  return results?.at(-1)?.migrationName ?? last;
}
