// What is wrong with a ledger, in a sentence of both languages.
import type { LedgerFault } from './contract.ts';

const words = {
  edited: {
    kind: 'edited',
    zh: '第 {n} 条记录不是当时签名的那一条，内容被改动过。',
    en: 'Record {n} is not the one that was signed: it was edited.',
  },
  hash: {
    kind: 'edited',
    zh: '第 {n} 条记录的内容与它的哈希不符，被改动过。',
    en: 'Record {n} does not agree with its hash: it was edited.',
  },
  chain: {
    kind: 'edited',
    zh: '第 {n} 条记录与前一条接不上，其中一条被改动过。',
    en: 'Record {n} does not follow the one before it: one of them was edited.',
  },
  columns: {
    kind: 'edited',
    zh: '第 {n} 条记录供查询的字段与记录本身不符，被改动过。',
    en: 'The columns by which record {n} is found do not agree with the record: they were edited.',
  },
  root: {
    kind: 'edited',
    zh: '第 {n} 条起的记录与其后第一个检查点的树根不符，被改动过。',
    en: 'The records from {n} on do not agree with the root of the next checkpoint: they were edited.',
  },
  disclosure: {
    kind: 'edited',
    zh: '附在第 {n} 条记录旁的原文与记录中的承诺不符。',
    en: 'The text laid open beside record {n} does not agree with its commitment.',
  },
  gap: { kind: 'deleted', zh: '第 {n} 条记录被删除。', en: 'Record {n} was deleted.' },
  inserted: { kind: 'inserted', zh: '第 {n} 条的位置上插入了别的记录。', en: 'Something was inserted in the place of record {n}.' },
  reordered: { kind: 'reordered', zh: '从第 {n} 条起记录的次序被调换。', en: 'The records were put in another order from record {n} on.' },
  'cut-off': {
    kind: 'cut-off',
    zh: '从第 {n} 条起的记录被截掉：检查点证明它们存在过。',
    en: 'The records from {n} on were cut off: a checkpoint proves that they were there.',
  },
  'cut-unrecorded': {
    kind: 'cut-off',
    zh: '开头的记录（从第 {n} 条起）被截掉，而账本没有记载这次截断。',
    en: 'The first records (from {n} on) were cut off, and no record says so.',
  },
  start: {
    kind: 'header-edited',
    zh: '开头所记的起点与检查点不符，被改动过。',
    en: 'Where the records begin does not agree with the checkpoints: the beginning was edited.',
  },
  unproved: {
    kind: 'unproved',
    zh: '从第 {n} 条起的记录没有签名的检查点为证。',
    en: 'No signed checkpoint proves the records from {n} on.',
  },
  unreadable: { kind: 'checkpoint-invalid', zh: '有一个检查点无法读取。', en: 'A checkpoint cannot be read.' },
  'wrong-signature': {
    kind: 'checkpoint-invalid',
    zh: '有一个检查点的签名不对，被改动过。',
    en: 'The signature of a checkpoint is wrong: it was edited.',
  },
  'other-ledger': { kind: 'checkpoint-invalid', zh: '有一个检查点属于另一个账本。', en: 'A checkpoint belongs to another ledger.' },
  'unknown-key': {
    kind: 'key-unknown',
    zh: '有一个检查点不是用给出的公钥签名的：请核对公钥。',
    en: 'A checkpoint was not signed with a key that was given: compare the public keys.',
  },
  'not-an-export': {
    kind: 'unreadable',
    zh: '这不是账本的导出文件，或开头已损坏。',
    en: 'This is not an export of a ledger, or its beginning is damaged.',
  },
} as const satisfies Record<string, { kind: LedgerFault['kind']; zh: string; en: string }>;

export type FaultReason = keyof typeof words;

export function faultOf(sequence: number | null, reason: FaultReason): LedgerFault {
  const { kind, zh, en } = words[reason];
  const filled = (sentence: string): string => sentence.replace('{n}', String(sequence ?? '?'));
  return { kind, sequence, zh: filled(zh), en: filled(en) };
}
