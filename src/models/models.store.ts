// The tables of models. Whoever changes one of them moves the version of the registry in the same transaction, so that every replica
// notices.
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { ModelId, ModelStopId, PersonId } from '../base/ids.ts';
import type { Boundary, Price, Stop, Traits } from './contract.ts';

export interface ModelTables {
  model: {
    id: ModelId;
    name: string;
    aliases: string[];
    url: string;
    upstream_name: string;
    dialect: Traits['dialect'];
    zone: Boundary['zone'];
    location: Boundary['location'];
    max_grade: Boundary['maxGrade'];
    abilities: Traits['abilities'];
    context_tokens: number | null;
    concurrency: number | null;
    key: string | null;
    approved_at: Date | null;
    created_at: Date;
    removed_at: Date | null;
  };
  model_price: { model_id: ModelId; valid_from: string; input: number; cached_input: number; output: number };
  model_stop: {
    id: ModelStopId;
    kind: Stop['kind'];
    target: string | null;
    reason: string;
    stopped_by: PersonId;
    stopped_at: Date;
    lifted_by: PersonId | null;
    lifted_at: Date | null;
  };
  site_networks: { number: number; networks: string[]; created_at: Date; proposed_by: PersonId; approved_by: PersonId };
  model_registry: { id: number; version: number };
  person: { id: PersonId; display_name: string };
}
export type ModelDatabase = Kysely<ModelTables>;
export type ModelTransaction = Transaction<ModelTables>;
export type ModelRow = Selectable<ModelTables['model']>;
export type StopRow = Selectable<ModelTables['model_stop']> & { readonly stopped_by_name: string };

export async function readVersion(database: ModelDatabase): Promise<number> {
  return (await database.selectFrom('model_registry').select('version').executeTakeFirstOrThrow()).version;
}

export async function moveVersion(transaction: ModelTransaction): Promise<void> {
  await transaction.updateTable('model_registry').set({ version: sql`version + 1` }).execute();
}

/** Those that were not removed, in the order of their names. */
export async function listModelRows(database: ModelDatabase): Promise<ModelRow[]> {
  return database.selectFrom('model').selectAll().where('removed_at', 'is', null).orderBy('name').execute();
}

/** By id; those that were removed too. */
export async function listModelNames(database: ModelDatabase): Promise<Map<string, string>> {
  const rows = await database.selectFrom('model').select(['id', 'name']).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function findModelRow(
  database: ModelDatabase,
  by: { readonly id: ModelId } | { readonly name: string },
): Promise<ModelRow | undefined> {
  const [column, value] = 'id' in by ? (['id', by.id] as const) : (['name', by.name] as const);
  return database.selectFrom('model').selectAll().where(column, '=', value).where('removed_at', 'is', null).executeTakeFirst();
}

export function traitColumns({ upstreamName, contextTokens, ...traits }: Traits) {
  return { ...traits, upstream_name: upstreamName, context_tokens: contextTokens };
}

export function boundaryColumns({ maxGrade, ...boundary }: Boundary) {
  return { ...boundary, max_grade: maxGrade };
}

export function boundaryOf({ url, zone, location, max_grade: maxGrade }: ModelRow): Boundary {
  return { url, zone, location, maxGrade };
}

export function traitsOf({
  aliases,
  upstream_name: upstreamName,
  dialect,
  abilities,
  context_tokens: contextTokens,
  concurrency,
}: ModelRow): Traits {
  return { aliases, upstreamName, dialect, abilities, contextTokens, concurrency };
}

/** By model, the newest first. */
export async function listPrices(database: ModelDatabase): Promise<Map<ModelId, Price[]>> {
  const rows = await database.selectFrom('model_price').selectAll().orderBy('valid_from', 'desc').execute();
  const prices = new Map<ModelId, Price[]>();
  for (const { model_id, valid_from: validFrom, input, cached_input: cachedInput, output } of rows)
    prices.set(model_id, [...(prices.get(model_id) ?? []), { validFrom, input, cachedInput, output }]);
  return prices;
}

export async function setPrice(
  transaction: ModelTransaction,
  model_id: ModelId,
  { validFrom, input, cachedInput, output }: Price,
): Promise<void> {
  await transaction
    .insertInto('model_price')
    .values({ model_id, valid_from: validFrom, input, cached_input: cachedInput, output })
    .onConflict((conflict) =>
      conflict.columns(['model_id', 'valid_from']).doUpdateSet(({ ref }) => ({
        input: ref('excluded.input'),
        cached_input: ref('excluded.cached_input'),
        output: ref('excluded.output'),
      })),
    )
    .execute();
}

/** Those that stand, the newest first. */
export async function listStopRows(database: ModelDatabase): Promise<StopRow[]> {
  return database
    .selectFrom('model_stop')
    .innerJoin('person', 'person.id', 'model_stop.stopped_by')
    .selectAll('model_stop')
    .select('person.display_name as stopped_by_name')
    .where('lifted_at', 'is', null)
    .orderBy('stopped_at', 'desc')
    .execute();
}

/** The newest approved networks; nothing while none were. */
export async function readSiteNetworks(database: ModelDatabase): Promise<{ number: number; networks: string[] } | undefined> {
  return database.selectFrom('site_networks').select(['number', 'networks']).orderBy('number', 'desc').limit(1).executeTakeFirst();
}
