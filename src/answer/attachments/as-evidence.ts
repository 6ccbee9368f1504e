// Attached files beside the library: their passages are evidence like any others, under the same rules of quotation.
import { documentIdSchema, versionIdSchema } from '../../base/ids.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { CorpusSearch } from '../../knowledge/search/corpus-search.ts';
import type { Evidence, Gathered } from '../gather-evidence.ts';
import type { AttachedFile } from './attachments.store.ts';

/** As many of a conversation's files together; who attaches a file asks about it. */
const mostPassages = 10;

/** What was found in the library, with the best passages of the files between. */
export function withAttached(gathered: Gathered, files: readonly AttachedFile[], query: string): Gathered {
  const attached = findIn(files, query, gathered.byWords[0]?.score ?? 1);
  if (attached.length === 0) return gathered;
  const { byWords } = gathered;
  const longer = Math.max(attached.length, byWords.length);
  const mixed = Array.from({ length: longer }, (_, rank) => [attached[rank], byWords[rank]]).flat();
  return { ...gathered, byWords: mixed.filter((one) => one !== undefined) };
}

function findIn(files: readonly AttachedFile[], query: string, score: number): Evidence[] {
  const all = new Map(files.flatMap((file) => file.passages.map((passage) => [passage.id as string, evidenceOf(file, passage, score)])));
  const search = new CorpusSearch();
  for (const [id, { passage, document }] of all)
    search.add({ id, title: document.title, text: `${passage.headingPath.join(' ')}\n${passage.text}` });
  return search.search({ text: query, limit: mostPassages }).flatMap((id) => all.get(id) ?? []);
}

function evidenceOf(
  { id, name, title, grade, documentNumber, text }: AttachedFile,
  { start, end, ...place }: AttachedFile['passages'][number],
  score: number,
): Evidence {
  const [documentId, versionId] = [documentIdSchema.parse(id), versionIdSchema.parse(id)];
  return {
    isAttached: true,
    passage: { ...place, documentId, versionId, ordinal: 0, start, end, text: text.slice(start, end), origin: [] },
    document: { id: documentId, name, title, collection: '', department: '', grade },
    version: { id: versionId, number: 1, documentNumber, effectiveOn: null, expiredOn: null, validity: 'undated' },
    score,
  };
}

/** Spans of the files are read from the files, all others from the library. */
export function readingAttached(knowledge: Knowledge, files: readonly AttachedFile[]): Knowledge {
  if (files.length === 0) return knowledge;
  const byId = new Map(files.map((file) => [file.id as string, file]));
  return {
    ...knowledge,
    async readSpan(scope, versionId, start, end) {
      const file = byId.get(versionId);
      return file ? { text: file.text.slice(start, end), origin: [] } : knowledge.readSpan(scope, versionId, start, end);
    },
  };
}
