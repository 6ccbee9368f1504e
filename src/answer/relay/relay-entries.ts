// A relayed run as the ledger records it: ids, labels, models and faults. What was asked stands as a commitment.
import type { Acting } from '../../access/access.ts';
import type { Grade } from '../../base/grade.ts';
import type { Entry } from '../../ledger/ledger.ts';
import type { CallRecord } from '../../models/models.ts';
import type { Scenario } from '../../scenarios/contract.ts';
import type { PathResult } from '../governed-path.ts';
import type { Intent } from '../runs.store.ts';
import { aboutRun, callDetail, scenarioDetails, verdictDetails } from '../run-entries.ts';

export function relayBeginning(caller: Acting, scenario: Scenario, { id, question, label }: Intent, candidates: readonly string[]): Entry {
  return {
    ...aboutRun(caller, id),
    action: 'run-begun',
    outcome: 'begun',
    details: { ...scenarioDetails(scenario), label, candidates },
    personal: { question },
  };
}

export interface RelayEnd {
  readonly outcome: 'relayed' | 'blocked' | 'failed' | 'abandoned';
  readonly label: Grade;
  readonly verdicts: PathResult['verdicts'];
  readonly calls: readonly CallRecord[];
}

export function relayEnding(
  caller: Acting,
  scenario: Scenario,
  { id }: Pick<Intent, 'id'>,
  { outcome, label, verdicts, calls }: RelayEnd,
): Entry {
  return {
    ...aboutRun(caller, id),
    action: outcome === 'relayed' || outcome === 'blocked' ? 'run-finished' : 'run-failed',
    outcome: outcome === 'relayed' ? 'done' : outcome === 'blocked' ? 'refused' : 'failed',
    details: {
      ...scenarioDetails(scenario),
      label,
      outcome,
      calls: calls.map(callDetail),
      verdicts: verdictDetails(verdicts),
    },
  };
}
