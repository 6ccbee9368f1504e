// `hengjian compare DOCUMENT`: what changed between two versions, clause by clause; lines of JSON with --json.
import { AppError } from '../base/errors.ts';
import { comparisonOperations, type ComparedClause, type ComparisonRow } from '../knowledge/comparison-contract.ts';
import { documentSchema, operations } from '../knowledge/contract.ts';
import type { Client } from './client.ts';
import type { Terminal } from './terminal.ts';

interface CompareOptions {
  readonly from?: number;
  readonly to?: number;
  readonly json?: boolean;
}

export async function compareVersions(client: Client, terminal: Terminal, document: string, options: CompareOptions): Promise<void> {
  const { versions } = await client.call(operations.getDocument, { documentId: await idOf(client, document) });
  const to = options.to ?? versions[0]?.number ?? 0;
  const find = (number: number) => versions.find((version) => version.number === number);
  const [before, after] = [find(options.from ?? to - 1), find(to)];
  if (!before || !after) throw new AppError('invalid-input', { fault: '没有这两个版本 there are no two such versions' });
  const input = { versionId: after.id, beforeVersionId: before.id };
  const { rows } = await client.call(comparisonOperations.compareVersions, input);
  if (options.json === true) {
    for (const row of rows) terminal.print(JSON.stringify(row));
    return;
  }
  const changed = rows.filter(({ kind }) => kind !== 'same');
  for (const row of changed) for (const line of linesOf(row)) terminal.print(line);
  terminal.remark(
    `第 ${before.number} 版 → 第 ${after.number} 版：${changed.length} 处不同，${rows.length - changed.length} 处相同。`,
    `Version ${before.number} → ${after.number}: ${changed.length} differ, ${rows.length - changed.length} are the same.`,
  );
}

/** By id, or by a part of the name or the title that no other has. */
async function idOf(client: Client, document: string): Promise<string> {
  if (documentSchema.shape.id.safeParse(document).success) return document;
  const { documents, total } = await client.call(operations.listDocuments, { name: document, limit: 1 });
  const [found] = documents;
  if (!found || total > 1)
    throw new AppError('invalid-input', {
      fault: found ? '有多份文档叫这个名字 several documents are called so' : '没有这份文档 no such document',
    });
  return found.id;
}

function linesOf({ before, after }: ComparisonRow): string[] {
  return [...(before ? [`- ${marked(before, '[-', '-]')}`] : []), ...(after ? [`+ ${marked(after, '{+', '+}')}`] : [])];
}

/** Marks as word differences are usually written. */
function marked({ text, marks }: ComparedClause, open: string, close: string): string {
  let [written, at] = ['', 0];
  for (const { start, end } of marks) {
    written += `${text.slice(at, start)}${open}${text.slice(start, end)}${close}`;
    at = end;
  }
  return written + text.slice(at);
}
