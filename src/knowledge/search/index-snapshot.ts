// The index in a file, so that a start need not build it again. Only a shortcut: a file that is missing, damaged, of another
// database or of another recipe is not used, and what it holds of a version counts only while the database shows the same mark.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { versionIdSchema } from '../../base/ids.ts';
import type { LibraryIndex, PackedIndex } from './library-index.ts';
import { PostingLists } from './posting-lists.ts';

/** Whose index it is: of which database, made by which recipe. */
export interface SnapshotOwner {
  readonly recipe: string;
  readonly database: string;
}

const headerSchema = z.object({
  format: z.literal(1),
  recipe: z.string(),
  database: z.string(),
  /** The first transaction that had not begun when it was taken. */
  taken: z.coerce.bigint(),
  rows: z.number().int(),
  classes: z.array(z.object({ key: z.string(), isOpenToAll: z.boolean(), lists: z.number().int(), postings: z.number().int() })),
  versions: z.array(z.tuple([versionIdSchema, z.string(), z.number().int(), z.number().int()])),
});

type Numbers = Uint8Array | Uint32Array | Float64Array;
const idBytes = 16;
const hashBytes = 32;
/** Everything begins at a multiple of this, so that numbers can be read where they lie. */
const alignment = 8;
const chunkBytes = 2 ** 20;

/** Nothing when there is no usable file. Its numbers are used in place. */
export async function readSnapshot(file: string, owner: SnapshotOwner): Promise<(PackedIndex & { readonly taken: bigint }) | undefined> {
  try {
    const bytes = await readFile(file);
    const [stored, content] = [bytes.subarray(0, hashBytes), bytes.subarray(hashBytes)];
    if (!createHash('sha256').update(content).digest().equals(stored)) return undefined;
    const headerEnd = alignment + content.readUInt32LE(0);
    const header = headerSchema.parse(JSON.parse(content.toString('utf8', alignment, headerEnd)));
    return header.recipe === owner.recipe && header.database === owner.database ? unpack(header, content, aligned(headerEnd)) : undefined;
  } catch {
    return undefined;
  }
}

function unpack(header: z.infer<typeof headerSchema>, content: Buffer, start: number): PackedIndex & { taken: bigint } {
  let at = content.byteOffset + start;
  const next = <Kind extends Numbers>(Kind: { new (buffer: ArrayBufferLike, at: number, length: number): Kind }, length: number): Kind => {
    const numbers = new Kind(content.buffer, at, length);
    at = content.byteOffset + aligned(at + numbers.byteLength - content.byteOffset);
    return numbers;
  };
  const codes = next(Uint8Array, header.rows);
  const lengths = next(Uint32Array, header.rows);
  const ids = next(Uint8Array, header.rows * idBytes);
  const classes = header.classes.map(({ key, isOpenToAll, lists, postings }) => ({
    key,
    isOpenToAll,
    lists: PostingLists.from({
      tokens: next(Float64Array, lists),
      counts: next(Uint32Array, lists),
      postings: next(Uint32Array, postings),
    }),
  }));
  const versions = header.versions.map(([id, mark, classNumber, rowCount]) => ({ id, mark, classNumber, rowCount }));
  return { versions, classes, codes, lengths, ids, taken: header.taken };
}

/** In place of the last one, all at once; given up (false) when the index changes meanwhile. */
export async function writeSnapshot(
  file: string,
  owner: SnapshotOwner,
  taken: bigint,
  index: LibraryIndex,
  isUnchanged: () => boolean,
): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  const output = await open(draft, 'wx');
  try {
    const hash = createHash('sha256');
    let at = hashBytes;
    for (const chunk of chunksOf(index.packed(), owner, taken)) {
      if (!isUnchanged()) return false;
      hash.update(chunk);
      await output.write(chunk, 0, chunk.length, at);
      at += chunk.length;
    }
    await output.write(hash.digest(), 0, hashBytes, 0);
    await output.sync();
    await output.close();
    await rename(draft, file);
    return true;
  } finally {
    await output.close().catch(() => undefined);
    await rm(draft, { force: true });
  }
}

function* chunksOf({ versions, classes, codes, lengths, ids }: PackedIndex, owner: SnapshotOwner, taken: bigint): Generator<Uint8Array> {
  const header = Buffer.from(
    JSON.stringify({
      format: 1,
      ...owner,
      taken: taken.toString(),
      rows: codes.length,
      classes: classes.map(({ key, isOpenToAll, lists }) => ({ key, isOpenToAll, ...lists.sizes })),
      versions: versions.map(({ id, mark, classNumber, rowCount }) => [id, mark, classNumber, rowCount]),
    } satisfies Omit<z.input<typeof headerSchema>, 'taken'> & { taken: string }),
  );
  const size = Buffer.alloc(alignment);
  size.writeUInt32LE(header.length);
  yield* padded(Buffer.concat([size, header]));
  for (const numbers of [codes, lengths, ids]) yield* padded(bytesOf(numbers));
  for (const { lists } of classes) {
    const { tokens, counts, postings } = lists.packed();
    for (const numbers of [tokens, counts, postings]) yield* padded(bytesOf(numbers));
  }
}

/** In pieces of a good size, and zeros up to the next aligned place. */
function* padded(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
  if (bytes.length < aligned(bytes.length)) yield new Uint8Array(aligned(bytes.length) - bytes.length);
}

function bytesOf(numbers: Numbers): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}
