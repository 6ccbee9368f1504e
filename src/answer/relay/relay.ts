// Relaying: a chat of another system goes to a model that may receive it, on the same governed path and inside the same record as every
// other call. Until the first visible token another model may take over; after it a stream that breaks ends as broken.
import type { Exchange } from '../../access/route.ts';
import type { Acting } from '../../access/access.ts';
import { AppError } from '../../base/errors.ts';
import { newId, runIdSchema } from '../../base/ids.ts';
import type { Log } from '../../base/log.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type CallableModel, callRows, type Models, type Prompt, promptOf } from '../../models/models.ts';
import type { Reservation, Used } from '../../quota/quota.ts';
import type { Scenario } from '../../scenarios/contract.ts';
import type { Guard, GuardVerdict } from '../guard-port.ts';
import type { EndedRun, ObserveRun } from '../observe-port.ts';
import { denied } from '../run-entries.ts';
import type { createRunRows, Intent } from '../runs.store.ts';
import { type AttemptDependencies, attemptAll, type Attempted } from '../calls/attempt.ts';
import { type ReserveDependencies, reserveFor, type ReserveRequest, usedBy } from '../calls/reserve.ts';
import { relayBeginning, type RelayEnd, relayEnding } from './relay-entries.ts';
import type { RelayedRequest } from './relayed-request.ts';
import { createPassOn } from './pass-on.ts';
import { endReply, type Rest, sendBlocked } from './replies.ts';
import { tellPlace } from './stream-head.ts';

export interface RelayDependencies extends AttemptDependencies, ReserveDependencies {
  readonly models: Pick<Models, 'route' | 'open' | 'estimates'>;
  readonly guard: Guard;
  readonly ledger: Ledger;
  readonly rows: ReturnType<typeof createRunRows>;
  readonly log: Log;
  readonly observe?: ObserveRun | undefined;
}

/** Answers the exchange, whose body `read` understands; fails only before anything of a reply was sent. */
export type Relay = (scenario: Scenario, exchange: Exchange, read: (body: Uint8Array) => RelayedRequest) => Promise<void>;

export function createRelay(dependencies: RelayDependencies): Relay {
  const { models, guard, ledger, rows, clock, log, observe } = dependencies;

  /** The candidates, or the denial on record and thrown. */
  async function route(
    caller: Acting,
    scenario: Scenario,
    intent: Intent,
    { request, prompt }: { readonly request: RelayedRequest; readonly prompt: Prompt },
  ): Promise<readonly CallableModel[]> {
    const routing = models.route({
      scenario: scenario.name,
      allowed: scenario.modelNames,
      // By its own name a scenario stands for any of its models.
      name: request.model === scenario.name ? undefined : request.model,
      ability: request.ability,
      label: intent.label,
      prompt,
      longest: request.longest === undefined ? undefined : promptOf(request.longest),
    });
    if (routing.kind === 'routed') return routing.candidates;
    return deny(caller, scenario, intent, routing.denial);
  }

  async function deny(caller: Acting, scenario: Scenario, intent: Intent, denial: unknown): Promise<never> {
    if (denial instanceof AppError) await ledger.append(denied(caller, scenario, intent, denial));
    over(scenario, intent, 'denied');
    throw denial;
  }

  async function record(caller: Acting, scenario: Scenario, intent: Intent, end: RelayEnd): Promise<void> {
    const outcome = end.outcome === 'abandoned' ? 'failed' : end.outcome;
    await ledger.append(
      relayEnding(caller, scenario, intent, end),
      rows.relayed({ id: intent.id, outcome, label: intent.label, finishedAt: clock.now() }),
      ...callRows(end.calls),
    );
    over(scenario, intent, end.outcome, end.calls);
  }

  /** Metadata alone: the intent holds what was asked. */
  function over(
    scenario: Scenario,
    { id, label, askedAt, traceparent }: Intent,
    outcome: EndedRun['outcome'],
    calls: EndedRun['calls'] = [],
  ): void {
    observe?.({ id, scenario, outcome, label, askedAt, endedAt: clock.now(), calls, traceparent });
  }

  return (scenario, exchange, read) =>
    relay(scenario, exchange, read).catch((error: unknown) => {
      throw error instanceof AppError ? withContact(error, scenario) : error;
    });

  async function relay(scenario: Scenario, exchange: Exchange, read: Parameters<Relay>[2]): Promise<void> {
    const { acting: caller } = exchange;
    const request = read(exchange.body);
    const intent = intentOf(exchange, scenario, request, clock.now());
    const prompt = promptOf(request.text);
    const input = await guard.check('input', request.text);
    const candidates = input.kind === 'blocked' ? [] : await route(caller, scenario, intent, { request, prompt });
    const about = { caller, scenario, request, prompt, candidates, intent, askedAt: intent.askedAt };
    const reservation = await reserveFor(dependencies, about).catch((denial: unknown) => deny(caller, scenario, intent, denial));
    await run({ ...about, exchange, input, reservation });
  }

  /** What it used is known at the end; where that is not reached after something was sent, all that was reserved counts. */
  async function run(about: Reserved): Promise<void> {
    const { caller, scenario, exchange, request, prompt, intent, input, candidates, reservation } = about;
    let used: Used | undefined = nothing;
    try {
      // Nothing leaves before this stands.
      const names = candidates.map(({ id }) => id);
      await ledger.append(relayBeginning(caller, scenario, intent, names), rows.intent(intent));
      used = { tokens: 0, cost: 0 };
      if (input.kind === 'blocked') {
        await record(caller, scenario, intent, { outcome: 'blocked', label: intent.label, verdicts: { input }, calls: [] });
        return sendBlocked(exchange, request);
      }
      used = undefined;
      const passOn = createPassOn(guard, { exchange, request, showsReasoning: scenario.checks.showReasoning });
      const attempted = await attemptAll(
        dependencies,
        {
          scenario,
          request,
          runId: intent.id,
          label: intent.label,
          prompt,
          candidates,
          signal: exchange.signal,
          onPlace: request.isStream && exchange.wantsPlace ? (place) => tellPlace(exchange, place) : undefined,
        },
        passOn.consume,
      );
      used = usedBy(attempted.calls);
      for (const { modelId, usage } of attempted.calls) models.estimates.learn(prompt, modelId, usage);
      await end(about, { ...attempted, rest: passOn.rest() });
    } finally {
      reservation.settle(used);
    }
  }

  async function end({ caller, scenario, exchange, request, intent, input }: Reserved, attempted: Attempted & Rest): Promise<void> {
    try {
      await record(caller, scenario, intent, endOf(attempted, input, intent));
    } catch (error) {
      // What is not on record is not whole, however much of it was seen.
      log.error('relay-unrecorded', error, { runId: intent.id });
      return endReply(exchange, request, { ...attempted, failure: error instanceof AppError ? error : new AppError('internal') });
    }
    const { failure } = attempted;
    endReply(exchange, request, { ...attempted, failure: failure && withContact(failure, scenario) });
  }
}

/** Of a run that could not be put on record and so did not happen. */
const nothing: Used = { requests: 0, tokens: 0, cost: 0 };

interface Reserved extends ReserveRequest {
  readonly request: RelayedRequest;
  readonly prompt: Prompt;
  readonly intent: Intent;
  readonly exchange: Exchange;
  readonly input: GuardVerdict;
  readonly reservation: Reservation;
}

/** When no model is left, people are: the scenario says who. What was asked wrongly is the client's to mend. */
function withContact(error: AppError, { contact }: Scenario): AppError {
  if (contact === null || error.code === 'invalid-input') return error;
  return new AppError(error.code, { ...error.details, contact }, { cause: error });
}

function intentOf({ acting: caller, traceparent }: Exchange, scenario: Scenario, { text }: RelayedRequest, now: Date): Intent {
  return {
    id: newId(runIdSchema, now.getTime()),
    scenarioId: scenario.id,
    person: caller.person,
    question: text,
    label: scenario.inputGrade,
    asOf: null,
    conversation: null,
    askedAt: now,
    traceparent,
  };
}

function endOf({ outcome, calls, output }: Attempted, input: GuardVerdict, { label }: Intent): RelayEnd {
  return { outcome, label, verdicts: { input, ...(output ? { output } : {}) }, calls };
}
