// `hengjian import`: files and folders into the library, waiting until each is read.
import { readFile } from 'node:fs/promises';
import type { DocumentId } from '../base/ids.ts';
import { type Document, type ImportResult, maxFileBytes, operations } from '../knowledge/contract.ts';
import { asksForPassword as waitsForPassword, passwordOperations } from '../knowledge/password-contract.ts';
import { askSecret } from './ask-person.ts';
import { type Client, RemoteProblem } from './client.ts';
import { findFiles, type NamedFile } from './find-files.ts';
import type { Terminal } from './terminal.ts';

export interface ImportOptions {
  /** Asks for the password of files that have one. */
  readonly password?: boolean;
  readonly collection?: string;
  readonly department?: string;
  readonly grade?: 'public' | 'internal' | 'sensitive' | 'important';
  readonly effectiveOn?: string;
  readonly expiredOn?: string;
  readonly json?: boolean;
}

interface FileReport {
  readonly file: string;
  readonly outcome: ImportResult['outcome'] | 'failed';
  readonly state: Document['latest']['state'] | null;
  readonly passages: number;
  readonly duplicateOf: string | null;
  readonly reason: string | null;
}

/** Resolves to whether every file is in the library and readable. */
export async function importFiles(
  client: Client,
  terminal: Terminal,
  paths: readonly string[],
  { json, password: asksForPassword, ...about }: ImportOptions,
): Promise<boolean> {
  const files = await findFiles(paths);
  if (files.length === 0) terminal.remark('没有可导入的文件。', 'There are no files to import.');
  const password = asksForPassword ? await askSecret('文件的密码 Password of the files:') : undefined;
  const accepted: { file: NamedFile; result: ImportResult | RemoteProblem }[] = [];
  for (const file of files) {
    terminal.progress('导入 importing', accepted.length, files.length);
    accepted.push({ file, result: await importOne(client, file, about) });
  }
  let done = 0;
  const reports: FileReport[] = [];
  for (const { file, result } of accepted) {
    const report =
      result instanceof RemoteProblem ? failed(file, result) : read(file, result, await opened(client, result.document.id, password));
    reports.push(report);
    terminal.progress('读取 reading', (done += 1), accepted.length);
    terminal.print(json ? JSON.stringify(report) : describe(report));
  }
  return reports.every(({ state }) => state === 'ready');
}

async function importOne(
  client: Client,
  { path, name, byteLength }: NamedFile,
  about: Omit<ImportOptions, 'json' | 'password'>,
): Promise<ImportResult | RemoteProblem> {
  if (byteLength > maxFileBytes)
    return new RemoteProblem({
      zh: `文件超过 ${maxFileBytes / 1024 / 1024} MB 的上限，请拆分后再导入。`,
      en: `The file is over the limit of ${maxFileBytes / 1024 / 1024} MB; split it and import the parts.`,
    });
  try {
    return await client.call(operations.importDocument, { name, ...about }, await readFile(path));
  } catch (error) {
    if (error instanceof RemoteProblem) return error;
    throw error;
  }
}

const pollMs = 200;

/** The document once it is read, with the password where it asks for one. */
async function opened(client: Client, documentId: DocumentId, password: string | undefined): Promise<Document> {
  const document = await settled(client, documentId);
  if (password === undefined || !waitsForPassword(document.latest)) return document;
  await client.call(passwordOperations.giveDocumentPassword, { documentId, password });
  return settled(client, documentId);
}

/** The document once its newest version is read, or cannot be. */
async function settled(client: Client, documentId: DocumentId): Promise<Document> {
  for (;;) {
    const { document } = await client.call(operations.getDocument, { documentId });
    if (document.latest.state !== 'queued' && document.latest.state !== 'reading') return document;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function failed({ name }: NamedFile, { sentences }: RemoteProblem): FileReport {
  return { file: name, outcome: 'failed', state: null, passages: 0, duplicateOf: null, reason: `${sentences.zh} ${sentences.en}` };
}

function read({ name }: NamedFile, { outcome, duplicateOf }: ImportResult, { latest }: Document): FileReport {
  return {
    file: name,
    outcome,
    state: latest.state,
    passages: latest.passageCount,
    duplicateOf: duplicateOf?.name ?? null,
    reason: latest.reason,
  };
}

const outcomeWords = {
  created: '新文档 new',
  'new-version': '新版本 new version',
  unchanged: '内容未变 unchanged',
  failed: '未导入 not imported',
} as const;

function lockedWords(reason: string | null): string {
  return reason === 'wrong-password'
    ? '密码不对 that is not its password'
    : '等待密码：加 --password 再导入一次 waits for its password: import it again with --password';
}

function describe({ file, outcome, state, passages, duplicateOf, reason }: FileReport): string {
  const ending = state === 'ready' ? `${passages} 段 passages` : state === 'locked' ? lockedWords(reason) : (reason ?? '');
  const duplicate = duplicateOf === null ? '' : `（与 ${duplicateOf} 内容相同 same content）`;
  return `${state === 'ready' ? '✓' : '✗'} ${file}  ${outcomeWords[outcome]}  ${ending}${duplicate}`;
}
