// `hengjian parse FILE...`: what reading makes of files, without a library. One line a file, in the order named.
import { readFile } from 'node:fs/promises';
import type { Config } from '../base/config.ts';
import { unknownGrade } from '../base/grade.ts';
import { silentLog } from '../base/log.ts';
import { readAuthorities } from '../egress/authorities.ts';
import { createEgress } from '../egress/egress.ts';
import { createReaderWithOcr, readWhole } from '../knowledge/reading/read-with-ocr.ts';
import { openTextRecognition, recognitionRules } from '../knowledge/recognition/text-recognition.ts';
import type { EnclosedReading, ReadOutcome, RejectionReason } from '../knowledge/reading/reading.ts';
import { findFiles } from './find-files.ts';
import type { Terminal } from './terminal.ts';

export interface ParseOptions {
  readonly json?: boolean;
  readonly ocr: boolean;
  readonly password?: string;
}

/** Every file has a result, the unreadable ones too. */
export async function parseFiles(
  terminal: Terminal,
  paths: readonly string[],
  { ocr: settings, network }: Pick<Config, 'ocr' | 'network'>,
  { json, password, ocr: isWanted }: ParseOptions,
): Promise<void> {
  const { siteNetworks } = network;
  const egress = createEgress({
    rules: () => recognitionRules(settings),
    log: silentLog,
    authorities: readAuthorities(network.authorityFile),
    siteNetworks: () => siteNetworks,
  });
  const reader = createReaderWithOcr({ children: 1, ocr: isWanted ? await openTextRecognition(settings, egress) : 'off' });
  try {
    for (const { path, name } of await findFiles(paths)) {
      const outcome = await readWhole(
        reader,
        { name, bytes: await readFile(path), grade: unknownGrade, ...(password !== undefined && { password }) },
        (done, pages) => terminal.progress('识别 recognising', done, pages),
      );
      terminal.print(json ? JSON.stringify(lineOf(path, outcome)) : summaryOf(path, outcome));
    }
  } finally {
    reader.close();
    await egress.close();
  }
}

function lineOf(file: string, outcome: ReadOutcome) {
  if (outcome.kind === 'rejected') {
    const { format = null, reason } = outcome;
    return {
      file,
      format,
      status: 'rejected',
      reason,
      text: '',
      pages: null,
      passages: [],
      tables: [],
      metadata: {},
      flags: [flagOf(reason, format)],
    };
  }
  const { format, reading, pages, passages, elements, flags, enclosed = [] } = outcome;
  const isWhole = flags.includes('ocr') || !flags.some((flag) => flag === 'no_text_layer' || flag === 'garbled_text_layer');
  const unread = enclosed.flatMap((one) => (one.kind === 'rejected' ? [one] : []));
  return {
    file,
    format,
    status: unread.length > 0 || !isWhole ? 'partial' : 'ok',
    text: shown(ownText(outcome)),
    pages: pages?.length ?? null,
    passages: passages.map(({ headingPath, page = null, text }) => ({ headingPath, page, text })),
    tables: tablesIn(outcome),
    metadata: Object.fromEntries(elements.map(({ name, ...element }) => [name, element])),
    flags: [...new Set([...flags, ...unread.map(({ reason, format: inner = null }) => flagOf(reason, inner))])],
    ...(enclosed.length > 0 && { enclosed: enclosed.map((one) => enclosedOf(one, reading.text)) }),
  };
}

type Read = Extract<ReadOutcome, { kind: 'read' }>;

/** What a mail says is apart from what is attached to it; an archive says nothing itself. */
function ownText({ format, reading: { text }, enclosed = [] }: Read): string {
  if (format === 'zip') return text;
  const first = enclosed.find((one) => one.kind === 'read');
  return first === undefined ? text : text.slice(0, Math.max(0, first.start - 1));
}

function enclosedOf(one: EnclosedReading, text: string) {
  const { name, depth, format = null } = one;
  if (one.kind === 'rejected') return { name, depth, format, status: 'rejected', reason: one.reason, text: '' };
  const [, ...lines] = text.slice(one.start, one.end).split('\n');
  return { name, depth, format, status: 'ok', text: shown(lines.join('\n')) };
}

function shown(text: string): string {
  return text.replaceAll(' | ', '|');
}

/** Why a file is not read, by the name of its flag. */
function flagOf(reason: RejectionReason, format: string | null): string {
  if (reason === 'decompression-bomb') return format === 'pdf' || format === 'image' ? 'decompression_bomb' : 'zip_bomb';
  if (reason === 'wrong-password') return 'encrypted';
  if (reason === 'garbled-text') return 'garbled_text_layer';
  return reason.replaceAll('-', '_');
}

/** Rows that follow each other are one table. */
function tablesIn({ reading: { text, paragraphs } }: Read): string[][][] {
  const tables: string[][][] = [];
  let isInTable = false;
  for (const { kind, start, end } of paragraphs) {
    const isRow = kind === 'table-row';
    if (isRow && !isInTable) tables.push([]);
    if (isRow) tables.at(-1)?.push(text.slice(start, end).split(' | '));
    isInTable = isRow;
  }
  return tables;
}

function summaryOf(file: string, outcome: ReadOutcome): string {
  if (outcome.kind === 'rejected') return `${file}  ${outcome.format ?? '-'}  未读出 not read: ${outcome.reason}`;
  const { format, title, reading, passages, flags, enclosed = [] } = outcome;
  const inside = enclosed.map(
    (one) => `\n  ${'  '.repeat(one.depth)}${one.name}  ${one.kind === 'read' ? one.format : `未读出 not read: ${one.reason}`}`,
  );
  return (
    [file, format, title, `${reading.text.length} 字 characters`, `${passages.length} 段 passages`, ...flags].join('  ') + inside.join('')
  );
}
