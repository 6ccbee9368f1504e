// How models do, for those who look after them: health and queues of this process now, and what the calls on record came to.
import type { Clock } from '../base/clock.ts';
import { rememberBriefly } from '../base/remember-briefly.ts';
import type { ModelFigures, Span } from './contract.ts';
import { type FigureRow, listFaults, listFigures } from './figures.store.ts';
import type { ModelHealth } from './health.ts';
import { listModelNames, type ModelDatabase } from './models.store.ts';

export interface FigureDependencies {
  readonly database: ModelDatabase;
  readonly clock: Clock;
  readonly health: () => ModelHealth[];
}

const minute = 60;
const day = 24 * 60 * minute;
/** How long ago it begins and into which slots it is cut; what is long is counted less often, whoever looks. */
const spans: Readonly<Record<Span, { readonly seconds: number; readonly slotSeconds: number; readonly knownForMs: number }>> = {
  hour: { seconds: 60 * minute, slotSeconds: minute, knownForMs: 1_000 },
  day: { seconds: day, slotSeconds: 30 * minute, knownForMs: 20_000 },
  month: { seconds: 30 * day, slotSeconds: day, knownForMs: 600_000 },
};

type Counted = Omit<ModelFigures, 'health'>;

export function createFigures({ database, clock, health }: FigureDependencies): (span: Span) => Promise<ModelFigures> {
  const counting = (span: Span) => rememberBriefly(() => count(database, span, clock.now()), { forMs: spans[span].knownForMs, most: 1 });
  const counted = { hour: counting('hour'), day: counting('day'), month: counting('month') };
  return async (span) => ({ ...(await counted[span](span)), health: health().map(presentHealth) });
}

async function count(database: ModelDatabase, span: Span, now: Date): Promise<Counted> {
  const { seconds, slotSeconds } = spans[span];
  // Slots stand where the clock's do, so that they do not move with each look.
  const to = new Date(Math.ceil(now.getTime() / (slotSeconds * 1_000)) * slotSeconds * 1_000);
  const from = new Date(to.getTime() - seconds * 1_000);
  const range = { from, to, slotSeconds };
  const [rows, faults, names] = [await listFigures(database, range), await listFaults(database, range), await listModelNames(database)];
  const slotAt = (slot: number): string => new Date(from.getTime() + slot * slotSeconds * 1_000).toISOString();

  function group(keyOf: (row: { model_id: string | null; scenario: string | null }) => string | null, nameOf: (key: string) => string) {
    const own = rows.filter((row) => keyOf(row) !== null);
    return own
      .filter(({ slot }) => slot === null)
      .map((row) => ({
        id: keyOf(row) ?? '',
        name: nameOf(keyOf(row) ?? ''),
        ...figuresOf(row),
        faults: faults.filter((one) => keyOf(one) === keyOf(row)).map(({ fault, calls }) => ({ fault, calls })),
        slots: own
          .flatMap((one) => (keyOf(one) === keyOf(row) && one.slot !== null ? [{ at: slotAt(one.slot), ...figuresOf(one) }] : []))
          .toSorted((left, right) => left.at.localeCompare(right.at)),
      }))
      .toSorted((left, right) => left.name.localeCompare(right.name));
  }

  return {
    from: from.toISOString(),
    to: to.toISOString(),
    slotSeconds,
    models: group(
      ({ model_id }) => model_id,
      (id) => names.get(id) ?? id,
    ),
    scenarios: group(
      ({ scenario }) => scenario,
      (name) => name,
    ),
  };
}

function figuresOf({ calls, failed, abandoned, cost, ...row }: FigureRow) {
  return {
    calls,
    failed,
    abandoned,
    waitedMs: timesOf(row.waited_ms),
    firstTokenMs: timesOf(row.first_token_ms),
    betweenTokensMs: timesOf(row.between_tokens_ms),
    promptTokens: row.prompt_tokens,
    cachedTokens: row.cached_tokens,
    completionTokens: row.completion_tokens,
    reasoningTokens: row.reasoning_tokens,
    cost,
  };
}

function timesOf(times: readonly number[] | null): { p50: number; p95: number } | null {
  const [p50, p95] = times ?? [];
  return p50 === undefined || p95 === undefined ? null : { p50, p95 };
}

function presentHealth({ name, state, serving, waiting, longestWaitMs }: ModelHealth): ModelFigures['health'][number] {
  return {
    name,
    state: state.kind,
    reason: 'reason' in state ? state.reason : null,
    until: 'untilMs' in state ? new Date(state.untilMs).toISOString() : null,
    serving,
    waiting,
    longestWaitMs: longestWaitMs ?? null,
  };
}
