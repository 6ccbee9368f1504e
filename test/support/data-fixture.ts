// Data folders as earlier versions left them, kept compressed beside what must be found in them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { callApi } from '../../bench/call-api.ts';
import { documentIdSchema, passageIdSchema, runIdSchema, versionIdSchema, type DocumentId, type VersionId } from '../../src/base/ids.ts';
import { operations as library } from '../../src/knowledge/contract.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'data-folders');

const keptVersionSchema = z.object({
  id: versionIdSchema,
  number: z.number().int(),
  passages: z.number().int(),
  /** Of the passages' texts, in order, each followed by a line end. */
  textSha256: z.string(),
  originalSha256: z.string(),
});
const keptDocumentSchema = z.object({ id: documentIdSchema, name: z.string(), grade: z.string(), versions: z.array(keptVersionSchema) });

/** What a person who worked with that version expects to find again. */
const contentsSchema = z.object({
  documents: z.array(keptDocumentSchema),
  run: z.object({ id: runIdSchema, question: z.string(), sentences: z.array(z.string()) }),
  search: z.object({ query: z.string(), passageId: passageIdSchema }),
});
export type FixtureContents = z.infer<typeof contentsSchema>;

/** Names of the fixtures, oldest version first. */
export const dataFixtures: readonly string[] = globSync('*.tar.zst', { cwd: folder })
  .map((path) => basename(path, '.tar.zst'))
  .sort();

export function contentsOf(name: string): FixtureContents {
  return contentsSchema.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
}

/** Unpacks a copy into `dataFolder`, which must exist. */
export function unpackFixture(name: string, dataFolder: string): void {
  const tar = zstdDecompressSync(readFileSync(join(folder, `${name}.tar.zst`)));
  execFileSync('tar', ['-x', '-C', dataFolder], { input: tar });
}

/** A cluster holds three databases that are nearly the same: a window over all of them makes the archive small. */
export function packFixture(name: string, dataFolder: string, contents: FixtureContents): number {
  const tar = execFileSync('tar', ['-c', '--sort=name', '--owner=0', '--group=0', '-C', dataFolder, '.'], { maxBuffer: 2 ** 30 });
  const { ZSTD_c_compressionLevel, ZSTD_c_windowLog, ZSTD_c_enableLongDistanceMatching } = constants;
  const params = { [ZSTD_c_compressionLevel]: 19, [ZSTD_c_windowLog]: 27, [ZSTD_c_enableLongDistanceMatching]: 1 };
  const packed = zstdCompressSync(tar, { params });
  writeFileSync(join(folder, `${name}.tar.zst`), packed);
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(contents, null, 2)}\n`);
  return packed.length;
}

/** A document with all its versions, as a running product hands it out. */
export async function readDocument(url: string, documentId: DocumentId): Promise<FixtureContents['documents'][number]> {
  const { document, versions } = await callApi(url, library.getDocument, { documentId });
  const kept = versions.map(async ({ id, number }) => ({ id, number, ...(await readVersion(url, id)) }));
  return {
    id: document.id,
    name: document.name,
    grade: document.grade,
    versions: (await Promise.all(kept)).toSorted((one, other) => one.number - other.number),
  };
}

async function readVersion(url: string, versionId: VersionId): Promise<{ passages: number; textSha256: string; originalSha256: string }> {
  const { passages } = await callApi(url, library.listPassages, { versionId, limit: 100 });
  const original = await fetch(`${url}/api/versions/${versionId}/original`);
  if (!original.ok) throw new Error(`The original of ${versionId} is not handed out: ${original.status}`);
  return {
    passages: passages.length,
    textSha256: sha256Of(passages.map(({ text }) => `${text}\n`).join('')),
    originalSha256: sha256Of(new Uint8Array(await original.arrayBuffer())),
  };
}

function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
