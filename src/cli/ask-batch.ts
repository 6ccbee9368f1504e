// `hengjian ask --library DIR --questions FILE --out FILE`: anyone's own test set, through the same path as the product, in a
// temporary store that is removed afterwards.
import { type FileHandle, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { soloCaller } from '../access/access.ts';
import type { Answer, Quotation } from '../answer/contract.ts';
import { type App, createApp } from '../app.ts';
import { readConfig } from '../base/config.ts';
import { AppError, bothSentences } from '../base/errors.ts';
import { dateSchema } from '../knowledge/contract.ts';
import { readJsonLines } from '../knowledge/search/json-lines.ts';
import { builtInScenario } from '../scenarios/scenarios.ts';
import { unfinishedJobs } from '../store/jobs.ts';
import { findFiles, type NamedFile } from './find-files.ts';
import { openOutput } from './open-output.ts';
import type { Terminal } from './terminal.ts';

export interface AskBatchOptions {
  readonly library: string;
  readonly questions: string;
  readonly out: string;
}

// Only these fields are read: files may carry the expected answers.
const questionSchema = z.object({
  id: z.coerce.string(),
  question: z.string().min(1),
  as_of: z.union([dateSchema, z.literal('')]).nullish(),
});
type BatchQuestion = z.infer<typeof questionSchema>;

export async function askBatch(terminal: Terminal, { library, questions, out }: AskBatchOptions): Promise<void> {
  const items: BatchQuestion[] = [];
  for await (const item of readJsonLines(questions, questionSchema)) items.push(item);
  const files = await findFiles([library]);
  const file = await openOutput(out);
  const folder = await mkdtemp(join(tmpdir(), 'hengjian-ask-'));
  try {
    await answerAll(terminal, folder, files, items, file);
  } finally {
    await file.close();
    await rm(folder, { recursive: true, force: true });
  }
  terminal.remark(`已写入 ${items.length} 个回答：${out}`, `Wrote ${items.length} answers to ${out}.`);
}

async function answerAll(
  terminal: Terminal,
  folder: string,
  files: readonly NamedFile[],
  items: readonly BatchQuestion[],
  out: FileHandle,
): Promise<void> {
  // A place of its own, which ends with the verb: the settings of this machine's data are not for it.
  const app = await createApp(readConfig({ HENGJIAN_DATA: folder, HENGJIAN_SOLO: 'on', HENGJIAN_DEMO: 'off' }, {}));
  try {
    await importAll(app, terminal, files);
    for (const [index, { id, question, as_of: asOf }] of items.entries()) {
      const answer = await app.answer.ask(soloCaller, { question, scenario: builtInScenario, ...(asOf && { asOf }) });
      await out.write(`${JSON.stringify({ id, ...asLine(answer) })}\n`);
      terminal.progress('回答 answering', index + 1, items.length);
    }
  } finally {
    await app.close();
  }
}

/** Nothing is asked before all is read and what is repealed is ended. */
async function importAll(
  { knowledge, store }: Pick<App, 'knowledge' | 'store'>,
  terminal: Terminal,
  files: readonly NamedFile[],
): Promise<void> {
  for (const { path, name } of files) {
    await knowledge.importFile(soloCaller, { name, bytes: await readFile(path), grade: 'public' }).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'invalid-input') throw error;
      const { zh, en } = bothSentences(error.code, error.details);
      terminal.remark(zh, en);
    });
  }
  for (;;) {
    const { waiting, rejected, documents } = await knowledge.countAll(soloCaller.scope);
    terminal.progress('读取 reading', documents - waiting, documents);
    if (waiting === 0 && (await unfinishedJobs(store.run)).length === 0) {
      if (rejected > 0) terminal.remark(`${rejected} 个文件无法读取，已跳过。`, `${rejected} files could not be read and are left out.`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function asLine({ outcome, refused, sentences, citations, found }: Answer) {
  const asQuote = ({ document, quote }: Quotation) => ({ doc: document.name, quote });
  return {
    answer: sentences.map(({ text }) => text).join('\n'),
    citations: citations.map(asQuote),
    refused,
    found: found.map(asQuote),
    status: outcome,
  };
}
