// Tampers with an export of a ledger again and again, each time in one of the ways of src/ledger/test-tamperings.ts, and counts
// where the verifier names the right record and the right kind.
import { systemClock } from '../src/base/clock.ts';
import type { Entry, Ledger } from '../src/ledger/ledger.ts';
import { verifyLines } from '../src/ledger/verify-export.ts';
import { openStore } from '../src/store/store.ts';
import { openTestLedger } from '../test/support/ledger.ts';
import { tamper, tamperingWays } from '../src/ledger/test-tamperings.ts';
import type { Measurement } from './bars.ts';
import { createRandom } from './small-documents.ts';

const recordsInExport = 1500;
const recordsPerCheckpoint = 170;
const seed = 7;

/** Like the end of a run, with some evidence. */
export function entryNumber(number: number): Entry {
  const evidence = Array.from({ length: number % 4 }, (_, index) => ({
    document: `document-${number - index}`,
    passage: `passage-${index}`,
    start: index * 120,
  }));
  return {
    action: number % 2 === 0 ? 'run-finished' : 'run-begun',
    actor: { kind: 'person', id: `person-${number % 40}` },
    subject: { kind: 'run', id: `run-${number}` },
    details: { label: 'internal', scenario: { name: 'policy-questions', version: 1 }, evidence },
    personal: number % 2 === 0 ? {} : { question: `第 ${number} 个问题` },
  };
}

export async function exportOf(ledger: Ledger): Promise<string[]> {
  const chunks: string[] = [];
  for await (const some of ledger.export({ kind: 'system', id: 'bench' }, false)) chunks.push(some);
  return chunks.join('').trimEnd().split('\n');
}

export async function locateTamperings(count: number): Promise<Measurement[]> {
  const lines = await smallExport();
  const random = createRandom(seed);
  const missed: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const way = tamperingWays[number % tamperingWays.length] ?? '';
    const { lines: tampered, notes, keys, sequence, kinds } = tamper(way, lines, (limit) => random.below(limit));
    const { fault } = await verifyLines(tampered, { notes, keys });
    if (!fault || fault.sequence !== sequence || !kinds.includes(fault.kind))
      missed.push(`${way}: record ${sequence}, found ${fault ? `${fault.kind} ${fault.sequence}` : 'nothing'}`);
  }
  for (const one of missed.slice(0, 10)) console.log(one);
  return [
    { measure: `tamperings (${tamperingWays.length} ways, ${lines.length} lines)`, value: count, bar: { atLeast: 1000 } },
    { measure: 'share located: kind and first record', value: (count - missed.length) / count, bar: { atLeast: 1 } },
  ];
}

async function smallExport(): Promise<string[]> {
  const store = await openStore({ kind: 'memory' });
  const ledger = await openTestLedger(store, systemClock);
  for (let from = 0; from < recordsInExport; from += recordsPerCheckpoint) {
    await Promise.all(Array.from({ length: recordsPerCheckpoint }, (_, index) => ledger.append(entryNumber(from + index))));
    await ledger.checkpoint();
  }
  const lines = await exportOf(ledger);
  await ledger.close();
  await store.close();
  return lines;
}
