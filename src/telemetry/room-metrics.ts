// How the rooms are at the moment when figures are fetched.
import type { Metrics, Sample } from '../base/metrics.ts';
import type { ModelHealth, Models } from '../models/models.ts';
import type { Jobs } from '../store/jobs.ts';
import type { Store } from '../store/store.ts';

export interface WatchedRooms {
  readonly models: Pick<Models, 'health' | 'snapshot'>;
  readonly jobs: Pick<Jobs, 'counts'>;
  readonly store: Pick<Store, 'connections'>;
}

const states = ['closed', 'open', 'half-open', 'throttled'] as const;

export function watchRooms(metrics: Metrics, { models, jobs, store }: WatchedRooms): void {
  const ofModels = (name: string, help: string, value: (health: ModelHealth) => number): void =>
    metrics.read({ name, help, labels: ['model'] }, () => models.health().map((one) => ({ labels: [one.name], value: value(one) })));
  ofModels('hengjian_model_serving', 'Requests that a model works on for this process.', ({ serving }) => serving);
  ofModels('hengjian_model_waiting', 'Requests that wait for a model in this process.', ({ waiting }) => waiting);
  ofModels('hengjian_model_longest_wait_seconds', 'How long the one that waits longest has.', (one) => (one.longestWaitMs ?? 0) / 1_000);
  metrics.read(
    { name: 'hengjian_model_breaker_state', help: '1 for the state of the breaker of a model.', labels: ['model', 'state'] },
    () =>
      models
        .health()
        .flatMap(({ name, state }) => states.map((one): Sample => ({ labels: [name, one], value: state.kind === one ? 1 : 0 }))),
  );
  metrics.read({ name: 'hengjian_jobs', help: 'Background jobs of all replicas.', labels: ['state'] }, async () =>
    // A database that is away must not hide everything else.
    samplesOf(await jobs.counts().catch(() => undefined)),
  );
  metrics.read({ name: 'hengjian_database_connections', help: 'Connections of the pool, and who waits for one.', labels: ['state'] }, () =>
    samplesOf(store.connections()),
  );
}

function samplesOf(counts: object | undefined): Sample[] {
  return Object.entries(counts ?? {}).map(([state, value]) => ({ labels: [state], value: Number(value) }));
}
