// `hengjian ask --library DIR --questions FILE --out FILE`: anyone's own test set, through the same path as the product, in a
// temporary store that is removed afterwards.
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { z } from 'zod';
import { createAccess } from '../access/access.ts';
import type { Answer, Quotation } from '../answer/contract.ts';
import { createApp } from '../app.ts';
import { AppError } from '../base/errors.ts';
import { dateSchema } from '../knowledge/contract.ts';
import { findFiles } from './find-files.ts';
import type { Terminal } from './terminal.ts';

export interface AskBatchOptions {
  readonly library: string;
  readonly questions: string;
  readonly out: string;
}

const questionSchema = z.object({ id: z.string(), question: z.string().min(1), as_of: dateSchema.optional() });

export async function askBatch(terminal: Terminal, { library, questions, out }: AskBatchOptions): Promise<void> {
  const items = await readQuestions(questions);
  const folder = await mkdtemp(join(tmpdir(), 'hengjian-ask-'));
  const app = await createApp({ port: 0, host: '127.0.0.1', dataFolder: folder, loadDemo: false, logLevel: 'warn' });
  try {
    const caller = await createAccess().identify();
    await importAll(app.knowledge, caller.scope, terminal, library);
    const file = await open(out, 'w');
    try {
      for (const [index, { id, question, as_of: asOf }] of items.entries()) {
        const answer = await app.answer.ask(caller, { question, scenario: 'policy-questions', asOf: asOf ?? null });
        await file.write(`${JSON.stringify({ id, ...asLine(answer) })}\n`);
        terminal.progress('回答 answering', index + 1, items.length);
      }
    } finally {
      await file.close();
    }
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
  terminal.remark(`已写入 ${items.length} 个回答：${out}`, `Wrote ${items.length} answers to ${out}.`);
}

async function readQuestions(path: string): Promise<z.infer<typeof questionSchema>[]> {
  const items: z.infer<typeof questionSchema>[] = [];
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber += 1;
    if (line.trim() === '') continue;
    items.push(parseLine(line, `${path}:${lineNumber}`));
  }
  return items;
}

function parseLine(line: string, place: string): z.infer<typeof questionSchema> {
  try {
    return questionSchema.parse(JSON.parse(line));
  } catch (error) {
    throw new AppError(
      'invalid-input',
      { fault: `${place}: expected {"id", "question", "as_of"?} (每行应是含 id、question 的 JSON 对象)` },
      { cause: error },
    );
  }
}

async function importAll(
  knowledge: Awaited<ReturnType<typeof createApp>>['knowledge'],
  scope: Parameters<typeof knowledge.countAll>[0],
  terminal: Terminal,
  folder: string,
): Promise<void> {
  const files = await findFiles([folder]);
  for (const { path, name } of files) await knowledge.importFile(scope, { name, bytes: await readFile(path), grade: 'public' });
  for (;;) {
    const { queued, rejected, total } = await knowledge.readingProgress(scope);
    terminal.progress('读取 reading', total - queued, total);
    if (queued === 0) {
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
