// Whether a product opened on a copy of the data really works: it migrates, reads what was quoted, and answers again.
import { soloCaller } from '../access/access.ts';
import { operations } from '../answer/contract.ts';
import { type App, createApp } from '../app.ts';
import type { Verification } from '../backup/contract.ts';
import type { Config } from '../base/config.ts';

export interface Examination {
  readonly answer: Verification['answer'];
  readonly faults: readonly string[];
}

/** Opens the product on a place, verifies its ledger, asks again what was last answered there, and reads what that answer quoted. */
export async function askAgain(place: Config): Promise<Examination> {
  // Nothing is removed, told or reported from what may be a copy.
  const { webhook: _, ...quiet } = place;
  const app = await createApp({ ...quiet, keepsSchedules: false });
  try {
    const faults = await faultsOfLedger(app.ledger);
    const recorded = await app.answer.lastAnsweredOfAnybody();
    if (!recorded) return { answer: 'none', faults };
    for (const { quote, version, start, end } of recorded.citations) {
      const { text } = await app.knowledge.readSpan(soloCaller.scope, version.id, start, end);
      if (text !== quote) faults.push(`quotation ${version.id} ${start}-${end}`);
    }
    const question = operations.ask.input.parse({ question: recorded.question, asOf: recorded.asOf ?? undefined });
    const { sentences } = await app.answer.ask(soloCaller, question);
    return { answer: JSON.stringify(sentences) === JSON.stringify(recorded.sentences) ? 'same' : 'otherwise', faults };
  } finally {
    await app.close();
  }
}

/** Every record, the chain, and every signed checkpoint that came with it. */
async function faultsOfLedger(ledger: App['ledger']): Promise<string[]> {
  const faults: string[] = [];
  for await (const event of ledger.verify({ kind: 'system', id: 'restore' })) {
    const fault = event.kind === 'ledger-verified' ? event.verification.fault : null;
    if (fault) faults.push(`账本 ledger: ${fault.zh} ${fault.en}`);
  }
  return faults;
}

const words = {
  same: '再次提问，回答与记录逐字相同 the recorded question was answered in the same words',
  otherwise:
    '再次提问有回答，与记录不同：文库或程序此后有改动 the recorded question was answered otherwise than recorded: library or program have changed since',
  none: '没有可再问的记录 there is no recorded answer to compare',
} as const;

export function describeExamination({ answer, faults }: Examination): string[] {
  return [`  ${words[answer]}`, ...faults.map((fault) => `  ✗ ${fault}`)];
}
