// Runs and their calls of models, counted when a run is over.
import type { ObserveRun } from '../answer/observe-port.ts';
import type { Metrics } from '../base/metrics.ts';
import type { CallRecord } from '../models/models.ts';

const waits = [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120];
const betweenTokens = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 5];

export function countRuns(metrics: Metrics, nameOf: (modelId: CallRecord['modelId']) => string): ObserveRun {
  const runs = metrics.counter({ name: 'hengjian_runs_total', help: 'Runs by how they ended.', labels: ['scenario', 'outcome'] });
  const ofModel = (name: string, help: string, more: readonly string[] = []) => ({ name, help, labels: ['model', ...more] });
  const calls = metrics.counter(
    ofModel('hengjian_model_calls_total', 'Calls of models; fault: what broke it, empty for none.', ['outcome', 'fault']),
  );
  const tokens = metrics.counter(
    ofModel('hengjian_model_tokens_total', 'Tokens; cached are part of input, reasoning part of output.', ['kind']),
  );
  const cost = metrics.counter(ofModel('hengjian_model_cost_yuan_total', 'Cost in yuan, of calls whose price is known.'));
  const waited = metrics.histogram({ ...ofModel('hengjian_model_wait_seconds', 'Wait for a turn.'), bounds: waits });
  const first = metrics.histogram({ ...ofModel('hengjian_model_first_token_seconds', 'To the first token of a stream.'), bounds: waits });
  const between = metrics.histogram({
    ...ofModel('hengjian_model_between_tokens_seconds', 'Mean time between tokens of a stream, where they were counted.'),
    bounds: betweenTokens,
  });

  function count(call: CallRecord): void {
    const model = nameOf(call.modelId);
    calls.add([model, call.outcome, call.fault ?? '']);
    const { promptTokens, cachedTokens, completionTokens, reasoningTokens } = call.usage ?? {};
    for (const [kind, amount] of [
      ['input', promptTokens],
      ['cached', cachedTokens],
      ['output', completionTokens],
      ['reasoning', reasoningTokens],
    ] as const)
      if (amount !== undefined) tokens.add([model, kind], amount);
    if (call.cost !== undefined) cost.add([model], call.cost / 1_000_000);
    waited.observe([model], call.waitedMs / 1_000);
    if (call.isStreamed && call.firstTokenMs !== undefined) first.observe([model], call.firstTokenMs / 1_000);
    const gapMs = betweenTokensMs(call);
    if (gapMs !== undefined) between.observe([model], gapMs / 1_000);
  }

  return ({ scenario, outcome, calls: made }) => {
    runs.add([scenario.name, outcome]);
    for (const call of made) count(call);
  };
}

function betweenTokensMs({ isStreamed, outcome, usage, firstTokenMs, elapsedMs }: CallRecord): number | undefined {
  if (!isStreamed || outcome !== 'done' || firstTokenMs === undefined || usage === undefined || usage.source === 'estimated')
    return undefined;
  const { completionTokens = 0 } = usage;
  return completionTokens > 1 ? (elapsedMs - firstTokenMs) / (completionTokens - 1) : undefined;
}
