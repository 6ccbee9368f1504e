// What the records of a run tell of it. Each part may be missing: the ledger is cut by its own period, and earlier versions wrote less.
import { z } from 'zod';
import { type Grade, gradeSchema } from '../base/grade.ts';
import type { LedgerRecord } from '../ledger/contract.ts';
import type { GuardVerdict } from './guard-port.ts';

export interface RecordedRun {
  readonly begunAt: string | undefined;
  readonly endedAt: string | undefined;
  /** When it began. */
  readonly label: Grade | undefined;
  readonly scenario: { readonly name: string; readonly version: number } | undefined;
  /** How many models might have taken it. */
  readonly candidates: number | undefined;
  readonly denial: string | undefined;
  readonly input: GuardVerdict | undefined;
  readonly output: GuardVerdict | undefined;
}

const verdictSchema = z.union([
  z.object({ kind: z.literal('blocked'), rule: z.string() }),
  z.object({ kind: z.enum(['passed', 'not-checked']) }),
]);
const detailsSchema = z.object({
  label: gradeSchema.optional().catch(undefined),
  scenario: z.object({ name: z.string(), version: z.number() }).optional().catch(undefined),
  candidates: z.array(z.string()).optional().catch(undefined),
  denial: z.string().optional().catch(undefined),
  verdicts: z.object({ input: verdictSchema.optional(), output: verdictSchema.optional() }).optional().catch(undefined),
});

export function readRecords(records: readonly LedgerRecord[]): RecordedRun {
  const found = (...actions: LedgerRecord['action'][]) => records.find(({ action }) => actions.includes(action));
  const begun = found('run-begun');
  const ended = found('run-finished', 'run-failed');
  const first = detailsSchema.parse((begun ?? found('run-routed'))?.details ?? {});
  const verdicts = detailsSchema.parse(ended?.details ?? {}).verdicts;
  return {
    begunAt: begun?.time,
    endedAt: ended?.time,
    label: first.label,
    scenario: first.scenario,
    candidates: first.candidates?.length,
    denial: first.denial,
    input: verdicts?.input,
    output: verdicts?.output,
  };
}
