// `hengjian doctor --deep`: everything that is kept is read, and what is damaged is said with what to do.
import { operations } from '../status/contract.ts';
import type { Client } from './client.ts';
import { printFinding } from './finding.ts';
import type { Terminal } from './terminal.ts';

const labels = {
  ledger: '账本 ledger',
  values: '加密内容 values',
  originals: '原件 originals',
  search: '检索 search',
  backups: '备份 backups',
} as const;

/** Resolves to whether nothing is damaged. */
export async function checkData(client: Client, terminal: Terminal, asJson: boolean): Promise<boolean> {
  let isWhole = false;
  await client.follow(operations.checkData, {}, (event) => {
    if (event.kind === 'part-looked-at') terminal.progress(labels[event.part], event.done, event.total);
    else if (event.kind === 'part-checked') printFinding(terminal, event.finding, asJson);
    else isWhole = event.isWhole;
  });
  return isWhole;
}
