// What the demo institution's documents are made from: one draft, whatever file it becomes.
import type { Grade } from '../../src/base/grade.ts';

/** The invented city. The name was chosen because no place bears it. */
export const city = '霁川市';

export type Collection = '政策法规' | '办事指南' | '内部制度' | '通知公告';

export interface Draft {
  /** File name in demo/library; its ending decides the format. */
  readonly file: string;
  readonly title: string;
  readonly collection: Collection;
  /** The department that owns the document. */
  readonly department: string;
  readonly grade: Grade;
  readonly documentNumber?: string;
  /** Red header of an official document, without the word 文件. */
  readonly masthead?: string;
  /** The line in brackets under the title of a rule. */
  readonly promulgation?: string;
  readonly addressee?: string;
  /** Plain lines; the numbering of official documents (第一章, 第一条, 一、) says what each line is, `| a | b |` is a table row. */
  readonly body: string;
  readonly signature?: { readonly organ: string; readonly date: string };
  /** Facts for the manifest, only where the text cannot say them. */
  readonly facts?: { readonly effectiveOn?: string; readonly expiredOn?: string };
  /** How the file was kept, where it was not kept well. */
  readonly kept?: 'gb18030-hard-wrapped' | 'utf-16le' | 'scanned';
}

export type Block =
  | { readonly kind: 'chapter' | 'heading' | 'subheading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'article'; readonly label: string; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

/** The blocks of a draft's body, in order. */
export function blocksOf(body: string): Block[] {
  const blocks: Block[] = [];
  let rows: string[][] = [];
  const closeTable = (): void => {
    if (rows.length > 0) blocks.push({ kind: 'table', rows });
    rows = [];
  };
  for (const line of body.split('\n').map((each) => each.trim())) {
    if (line.startsWith('|')) rows.push(cellsOf(line));
    else {
      closeTable();
      if (line !== '') blocks.push(blockOf(line));
    }
  }
  closeTable();
  return blocks;
}

/** All of a draft as plain lines, in the order in which every format shows them. */
export function linesOf(draft: Draft): string[] {
  const above = [draft.documentNumber, draft.title, draft.promulgation, draft.addressee];
  const below = [draft.signature?.organ, draft.signature?.date];
  return [...above, ...blocksOf(draft.body).flatMap(linesOfBlock), ...below].filter((line) => line !== undefined);
}

function blockOf(line: string): Block {
  const article = /^(第[一二三四五六七八九十]+条)　(.+)$/.exec(line);
  if (article?.[1] && article[2]) return { kind: 'article', label: article[1], text: article[2] };
  if (/^第[一二三四五六七八九十]+章/.test(line)) return { kind: 'chapter', text: line };
  const endsAsSentence = /[。；：]$/.test(line);
  if (!endsAsSentence && /^[一二三四五六七八九十]+、/.test(line)) return { kind: 'heading', text: line };
  if (!endsAsSentence && /^（[一二三四五六七八九十]+）/.test(line)) return { kind: 'subheading', text: line };
  return { kind: 'paragraph', text: line };
}

function cellsOf(row: string): string[] {
  return row
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

function linesOfBlock(block: Block): string[] {
  if (block.kind === 'table') return block.rows.map((row) => row.join(' | '));
  if (block.kind === 'article') return [`${block.label}　${block.text}`];
  return [block.text];
}
