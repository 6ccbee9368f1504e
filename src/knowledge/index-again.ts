// Makes the tokens of stored passages again when the recipe or the key has changed. Searches go on meanwhile: the index segments
// such versions itself until their tokens are here. Each version is finished by one statement, so a crash costs one version's work.
import { sql } from 'kysely';
import type { VersionId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Jobs } from '../store/jobs.ts';
import type { Library } from './library.store.ts';
import type { LibrarySeal } from './sealed-library.ts';
import { segmentForIndex } from './search/segment.ts';
import { packTokens, type TokenHash } from './search/token-hash.ts';

const indexingQueue = 'index-again';
/** As few as an import writes: searches wait behind each statement. */
const passagesPerUpdate = 16;

interface IndexAgainDependencies {
  readonly library: Library;
  readonly sealed: LibrarySeal;
  readonly hash: TokenHash;
  readonly log: Log;
}

/** Queues the work when there is any. */
export async function startIndexingAgain(jobs: Jobs, dependencies: IndexAgainDependencies): Promise<void> {
  await jobs.start({ name: indexingQueue, work: () => indexAgain(dependencies) });
  if (await nextOutdated(dependencies)) await jobs.enqueue(indexingQueue, dependencies.hash.recipe);
}

export async function indexAgain(dependencies: IndexAgainDependencies): Promise<void> {
  let count = 0;
  for (let version = await nextOutdated(dependencies); version; version = await nextOutdated(dependencies)) {
    await indexVersion(dependencies, version);
    count += 1;
  }
  if (count > 0) dependencies.log.info('library-indexed-again', { versions: count });
}

type Outdated = NonNullable<Awaited<ReturnType<typeof nextOutdated>>>;

async function nextOutdated({ library, hash }: IndexAgainDependencies) {
  return library
    .selectFrom('document_version')
    .innerJoin('document', 'document.id', 'document_id')
    .where('state', '=', 'ready')
    .where('recipe', '<>', hash.recipe)
    .select(['document_version.id', 'document_id', 'recipe', 'title'])
    .orderBy('document_version.id')
    .limit(1)
    .executeTakeFirst();
}

async function indexVersion({ library, sealed, hash }: IndexAgainDependencies, { id, recipe, ...row }: Outdated): Promise<void> {
  const title = sealed.document.openTitle(row.document_id, row.title);
  for (let ordinal = -1; ; ) {
    const passages = await passagesAfter(library, id, ordinal);
    const last = passages.at(-1);
    if (!last) break;
    const tokens = passages.map((passage) =>
      Buffer.from(packTokens(segmentForIndex({ title, ...sealed.passage.open(passage) }), hash)).toString('hex'),
    );
    await sql`
      update passage set tokens = decode(made.tokens, 'hex')
      from unnest(${passages.map((passage) => passage.id)}::uuid[], ${tokens}::text[]) as made (id, tokens)
      where passage.id = made.id`.execute(library);
    ordinal = last.ordinal;
  }
  // A version that was read anew meanwhile has tokens of its own.
  await library
    .updateTable('document_version')
    .set({ recipe: hash.recipe, likeness: null })
    .where('id', '=', id)
    .where('recipe', '=', recipe)
    .where('state', '=', 'ready')
    .execute();
}

async function passagesAfter(library: Library, id: VersionId, ordinal: number) {
  return library
    .selectFrom('passage')
    .where('version_id', '=', id)
    .where('ordinal', '>', ordinal)
    .select(['id', 'ordinal', 'heading_path', 'text'])
    .orderBy('ordinal')
    .limit(passagesPerUpdate)
    .execute();
}
