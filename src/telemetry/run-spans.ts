// A run and its calls of models as spans, by the semantic conventions for generative AI. Metadata alone: conventions for prompts and answers
// exist, and are not used.
import { randomBytes } from 'node:crypto';
import type { EndedRun } from '../answer/observe-port.ts';
import type { CallableModel, CallRecord } from '../models/models.ts';
import type { Span } from './otlp.ts';

export type FindModel = (
  id: CallRecord['modelId'],
) => Pick<CallableModel, 'name' | 'upstreamName' | 'dialect' | 'zone' | 'url'> | undefined;

/** None where whoever called decided that its trace is not kept. */
export function spansOf(run: EndedRun, findModel: FindModel): Span[] {
  const caller = parentOf(run.traceparent);
  if (caller && !caller.isSampled) return [];
  const { id, scenario, outcome, label, askedAt, endedAt, calls } = run;
  const traceId = caller?.traceId ?? randomHex(16);
  const spanId = randomHex(8);
  const isFailed = outcome === 'failed' || outcome === 'abandoned';
  const whole: Span = {
    traceId,
    spanId,
    parentSpanId: caller?.spanId,
    name: `run ${scenario.name}`,
    kind: 'server',
    startMs: askedAt.getTime(),
    endMs: Math.max(askedAt.getTime(), endedAt.getTime()),
    attributes: {
      'hengjian.run.id': id,
      'hengjian.scenario.name': scenario.name,
      'hengjian.scenario.version': scenario.version,
      'hengjian.engine': scenario.engine,
      'hengjian.label': label,
      'hengjian.outcome': outcome,
      'error.type': isFailed ? outcome : undefined,
    },
    isFailed,
  };
  return [whole, ...calls.map((call) => spanOf(call, findModel(call.modelId), { traceId, parentSpanId: spanId }))];
}

function spanOf(call: CallRecord, model: ReturnType<FindModel>, place: Pick<Span, 'traceId' | 'parentSpanId'>): Span {
  const { kind, usage, fault, attempt, outcome } = call;
  const url = model && new URL(model.url);
  const startMs = call.begunAt.getTime();
  return {
    ...place,
    spanId: randomHex(8),
    name: model ? `${kind} ${model.upstreamName}` : kind,
    kind: 'client',
    startMs,
    endMs: startMs + call.waitedMs + call.elapsedMs,
    attributes: {
      'gen_ai.operation.name': kind,
      'gen_ai.provider.name': model?.dialect,
      'gen_ai.request.model': model?.upstreamName,
      'gen_ai.request.stream': call.isStreamed,
      'gen_ai.response.finish_reasons': call.finishReason === undefined ? undefined : [call.finishReason],
      'gen_ai.response.time_to_first_chunk':
        call.isStreamed && call.firstTokenMs !== undefined ? (call.waitedMs + call.firstTokenMs) / 1_000 : undefined,
      'gen_ai.usage.input_tokens': usage?.promptTokens,
      'gen_ai.usage.output_tokens': kind === 'chat' ? usage?.completionTokens : undefined,
      'gen_ai.usage.cache_read.input_tokens': usage?.cachedTokens,
      'gen_ai.usage.reasoning.output_tokens': usage?.reasoningTokens,
      'server.address': url?.hostname,
      'server.port': url && Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
      'error.type': fault,
      'hengjian.model': model?.name,
      'hengjian.zone': model?.zone,
      'hengjian.attempt': attempt,
      'hengjian.wait_ms': Math.round(call.waitedMs),
      'hengjian.usage.source': usage?.source,
      'hengjian.cost_yuan': call.cost === undefined ? undefined : call.cost / 1_000_000,
    },
    isFailed: outcome !== 'done',
  };
}

/** W3C Trace Context, level 1; what is not well formed counts as none. */
function parentOf(traceparent: string | undefined) {
  const [, traceId, spanId, flags = '00'] =
    /^[0-9a-e][0-9a-f]-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
