// A run as the ledger records it: ids, hashes and labels. What was asked and what was quoted stand as commitments.
import { type Acting, actorOf } from '../access/access.ts';
import type { AppError } from '../base/errors.ts';
import type { RunId } from '../base/ids.ts';
import type { Detail, Entry } from '../ledger/ledger.ts';
import type { CallRecord } from '../models/models.ts';
import type { Scenario } from '../scenarios/contract.ts';
import type { Answer, Quotation } from './contract.ts';
import type { PathResult } from './governed-path.ts';
import type { GuardVerdict } from './guard-port.ts';
import type { Intent } from './runs.store.ts';

export function beginning(caller: Acting, scenario: Scenario, { id, question, label, asOf, attachments = [] }: Intent): Entry {
  // A file has its name from its owner, so that stands beside the record of the question that it came with, and goes with that.
  const brought = attachments.filter(({ isWaiting }) => isWaiting).map((file) => [file.id, file.name] as const);
  return {
    ...aboutRun(caller, id),
    action: 'run-begun',
    outcome: 'begun',
    details: {
      ...scenarioDetails(scenario),
      label,
      asOf,
      ...(attachments.length > 0 ? { attachments: attachments.map((file) => file.id) } : {}),
    },
    personal: { question, ...(brought.length > 0 ? { fileNames: JSON.stringify(Object.fromEntries(brought)) } : {}) },
  };
}

export interface RunEnd {
  readonly verdicts: PathResult['verdicts'];
  readonly calls: readonly CallRecord[];
}

export function ending(caller: Acting, scenario: Scenario, answer: Answer, { verdicts, calls }: RunEnd): Entry {
  const { runId, outcome, label, asOf, citations, found, sentences, opinions, confidence, secondOpinion, reasoning } = answer;
  const { engine: wroteBy, degraded, leftOut, corrected } = answer;
  const quotations = [...citations, ...found];
  return {
    ...aboutRun(caller, runId),
    action: 'run-finished',
    outcome: outcome === 'blocked' ? 'refused' : 'done',
    details: {
      ...scenarioDetails(scenario),
      label,
      asOf,
      outcome,
      cited: citations.length,
      evidence: quotations.map(place),
      verdicts: verdictDetails(verdicts),
      checks: scenario.checks,
      confidence,
      ...(scenario.engine === 'generative'
        ? { wroteBy, degraded, corrected, leftOut, scores: scoresIn(sentences), opinions: scoresIn(opinions) }
        : {}),
      ...(secondOpinion ? { secondOpinion } : {}),
      ...(reasoning ? { showedReasoning: true } : {}),
      ...(scenario.engine === 'generative' || calls.length > 0 ? { calls: calls.map(callDetail) } : {}),
    },
    personal: {
      // Their order is that of the evidence.
      ...(quotations.length > 0 ? { quotations: JSON.stringify(quotations.map(({ quote }) => quote)) } : {}),
      ...(wroteBy === 'generative' && sentences.length > 0 ? { sentences: textsIn(sentences) } : {}),
      ...(opinions.length > 0 ? { opinions: textsIn(opinions) } : {}),
      ...(reasoning ? { reasoning: reasoning.text } : {}),
    },
  };
}

const scoresIn = (said: readonly { readonly score: number | null }[]) => said.map(({ score }) => score);
const textsIn = (said: readonly { readonly text: string }[]) => JSON.stringify(said.map(({ text }) => text));

export function failing(caller: Acting, id: RunId): Entry {
  return { ...aboutRun(caller, id), action: 'run-failed', outcome: 'failed' };
}

/** Before it began: a rule stood against it, or a quota. */
export function denied(
  caller: Acting,
  scenario: Scenario,
  { id, label }: Pick<Intent, 'id' | 'label'>,
  { code, details: { quota } }: AppError,
): Entry {
  return {
    ...aboutRun(caller, id),
    action: 'run-routed',
    outcome: 'refused',
    details: { ...scenarioDetails(scenario), label, denial: code, ...(quota === undefined ? {} : { quota }) },
  };
}

export function aboutRun(caller: Acting, id: RunId): Pick<Entry, 'actor' | 'subject'> {
  return { actor: actorOf(caller), subject: { kind: 'run', id } };
}

export function scenarioDetails({ id, name, version, engine }: Scenario) {
  return { scenario: { id, name, version }, engine };
}

function place({ document, version, passageId, start, end, isAttached }: Quotation) {
  if (isAttached) return { attachment: document.id, start, end };
  return { document: document.id, version: version.id, passage: passageId, start, end };
}

export function verdictDetails({ input, output }: PathResult['verdicts']) {
  return { input: verdictDetail(input), ...(output ? { output: verdictDetail(output) } : {}) };
}

function verdictDetail(verdict: GuardVerdict) {
  return verdict.kind === 'blocked' ? { kind: verdict.kind, rule: verdict.rule } : { kind: verdict.kind };
}

export function callDetail({ modelId, outcome, fault, usage, cost }: CallRecord): Detail {
  return {
    model: modelId,
    outcome,
    fault: fault ?? null,
    promptTokens: usage?.promptTokens ?? null,
    completionTokens: usage?.completionTokens ?? null,
    usage: usage?.source ?? null,
    cost: cost ?? null,
  };
}
