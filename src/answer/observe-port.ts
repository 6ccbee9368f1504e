// What is told of every run once it is over, on record or denied, to whoever counts: metadata alone.
import type { Grade } from '../base/grade.ts';
import type { RunId } from '../base/ids.ts';
import type { CallRecord } from '../models/models.ts';
import type { Scenario } from '../scenarios/contract.ts';
import type { Outcome } from './contract.ts';

export interface EndedRun {
  readonly id: RunId;
  readonly scenario: Pick<Scenario, 'name' | 'version' | 'engine'>;
  /** `denied`: a rule stood against it before it began. */
  readonly outcome: Outcome | 'relayed' | 'abandoned' | 'denied';
  readonly label: Grade;
  readonly askedAt: Date;
  readonly endedAt: Date;
  readonly calls: readonly CallRecord[];
  /** Of whoever called, as it came (W3C Trace Context). */
  readonly traceparent: string | undefined;
}

export type ObserveRun = (run: EndedRun) => void;
