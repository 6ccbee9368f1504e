// Reads everything that is kept, part by part, says what is damaged and what to do about it, and puts the outcome on record.
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { Checking } from '../store/checking.ts';
import type { DataCheckEvent, DataFinding, DataPart } from './contract.ts';

export interface DataCheck {
  run(actor: Entry['actor']): AsyncGenerator<DataCheckEvent, void, undefined>;
  /** Whether the last run found damage, and when that was. */
  lastFault(): Promise<{ readonly at: string } | undefined>;
}

export interface DataCheckDependencies {
  readonly ledger: Pick<Ledger, 'append' | 'list' | 'verify'>;
  readonly parts: Readonly<Record<Exclude<DataPart, 'ledger'>, () => Checking>>;
}

export function createDataCheck({ ledger, parts }: DataCheckDependencies): DataCheck {
  return {
    async *run(actor) {
      const counts: Partial<Record<DataPart, number>> = {};
      const all: readonly [DataPart, () => Checking][] = [
        ['ledger', () => checkLedger(ledger, actor)],
        ['values', parts.values],
        ['originals', parts.originals],
        ['search', parts.search],
        ['backups', parts.backups],
      ];
      for (const [part, check] of all) {
        const faults: string[] = [];
        let looked = 0;
        for await (const { done, total, faults: found } of check()) {
          faults.push(...found);
          looked = total;
          yield { kind: 'part-looked-at', part, done, total };
        }
        counts[part] = faults.length;
        yield { kind: 'part-checked', finding: findingOf(part, looked, faults) };
      }
      const isWhole = Object.values(counts).every((count) => count === 0);
      await ledger.append({ action: 'data-checked', actor, outcome: isWhole ? 'done' : 'failed', details: { ...counts } });
      yield { kind: 'data-checked', isWhole };
    },
    async lastFault() {
      const [last] = (await ledger.list({ action: 'data-checked', limit: 1 })).records;
      return last?.record.outcome === 'failed' ? { at: last.record.time } : undefined;
    },
  };
}

async function* checkLedger(ledger: Pick<Ledger, 'verify'>, actor: Entry['actor']): Checking {
  for await (const event of ledger.verify(actor)) {
    if (event.kind === 'records-checked') yield { done: event.done, total: event.total, faults: [] };
    else {
      const { isWhole, fault, records } = event.verification;
      yield { done: records, total: records, faults: isWhole ? [] : [fault?.kind ?? 'fault'] };
    }
  }
}

interface PartWords {
  readonly zh: string;
  readonly en: string;
  readonly adviceZh: string;
  readonly adviceEn: string;
}

const words: Readonly<Record<DataPart, PartWords>> = {
  ledger: {
    zh: '账本记录',
    en: 'records of the ledger',
    adviceZh: '请用 bin/hengjian ledger verify 查明从哪一条起不符，并保留现状、查清是谁改动的',
    adviceEn: 'Find the first record that differs with bin/hengjian ledger verify, keep everything as it is, and find out who changed it',
  },
  values: {
    zh: '行加密内容',
    en: 'rows of encrypted values',
    adviceZh: '数据库文件已损坏：请用 bin/hengjian restore 把最近的备份恢复到新位置，并检查磁盘',
    adviceEn: 'Files of the database are damaged: restore the last backup into a new place with bin/hengjian restore, and check the disk',
  },
  originals: {
    zh: '份原件',
    en: 'originals',
    adviceZh: '请重新导入同样的文件（编号为版本号），或用 bin/hengjian restore 从备份恢复',
    adviceEn: 'Import the same files again (the ids are of versions), or restore them from a backup with bin/hengjian restore',
  },
  search: {
    zh: '个版本的检索索引',
    en: 'versions in the search index',
    adviceZh:
      '与数据库不符的索引已按数据库重建，检索照常；请再检查一次，若再出现，请检查内存和存放数据目录的磁盘。列出 sealed-value-refused 时没有重建：请先修复加密内容',
    adviceEn:
      'An index that disagreed was made anew from the database, and searches go on: check once more, and if it happens again, check the memory and the disk that keeps the data folder. Where sealed-value-refused is named, nothing was made anew: put the encrypted values right first',
  },
  backups: {
    zh: '块备份',
    en: 'chunks of backups',
    adviceZh: '损坏的块已移除，请立即用 bin/hengjian backup 另做一份：它会补齐；更早的备份若缺块则不能恢复。请检查存放备份的磁盘',
    adviceEn:
      'Damaged chunks were removed: make a backup now with bin/hengjian backup, which stores them anew; earlier ones that lack them cannot be restored. Check the disk that keeps them',
  },
};
const namedFaults = 5;

function findingOf(check: DataPart, looked: number, faults: readonly string[]): DataFinding {
  const { zh, en, adviceZh, adviceEn } = words[check];
  const count = faults.length;
  if (count === 0) return { check, state: 'ok', count, zh: `${looked} ${zh}完好`, en: `${looked} ${en} are whole` };
  const named = faults.slice(0, namedFaults).join(', ') + (count > namedFaults ? ' …' : '');
  return {
    check,
    state: 'fault',
    count,
    zh: `${looked} ${zh}中有 ${count} 处损坏或缺失（${named}）。${adviceZh}。`,
    en: `Of ${looked} ${en} ${count} are damaged or gone (${named}). ${adviceEn}.`,
  };
}
