// Answers over a library for a test: no models, nothing guarded, limited or held, unless it is given.
import { type AnswerDependencies, type AnswerRoom, createAnswer } from '../../src/answer/answer.ts';
import { absentGuard } from '../../src/answer/guard-port.ts';
import { silentLog } from '../../src/base/log.ts';
import { noQuota } from '../../src/quota/quota.ts';
import { nothingHeld } from '../../src/store/kept.ts';
import { noModels } from './models.ts';

type Needed = Pick<AnswerDependencies, 'store' | 'seal' | 'reader' | 'knowledge' | 'ledger' | 'clock'>;

export function openAnswers(
  { store, seal, reader, knowledge, ledger, clock }: Needed,
  given: Partial<AnswerDependencies> & Pick<AnswerDependencies, 'scenarios'>,
): AnswerRoom {
  const absent = { models: noModels, quota: noQuota, held: async () => nothingHeld, guard: absentGuard, log: silentLog };
  return createAnswer({ store, seal, reader, knowledge, ledger, clock, ...absent, ...given });
}
