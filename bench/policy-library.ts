// The policy documents of the development data, read, cut and indexed in memory, with the questions on them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { EvidencePassage } from '../src/answer/extract/evidence.ts';
import { otherWordingsIn } from '../src/answer/extract/lay-words.ts';
import { headingsAskedFor } from '../src/answer/extract/service-guide.ts';
import { readDocument } from '../src/knowledge/reading/read-document.ts';
import { Bm25Index } from '../src/knowledge/search/bm25.ts';
import { segmentForIndex, segmentQuery } from '../src/knowledge/search/segment.ts';
import { bare, type GoldItem, goldItemSchema, type Texts } from './score-policyqa.ts';

export interface PolicyLibrary {
  readonly retrieve: (question: string) => EvidencePassage[];
  /** The forms in which each document may be quoted. */
  readonly texts: Texts;
}

const retrievedPassages = 20;
/** Passages next to the very best come along, so that a list cut between passages is whole. */
const passagesWithNeighbours = 3;

export function readGold(path: string): GoldItem[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => goldItemSchema.parse(JSON.parse(line)));
}

export interface PolicyLibraryOptions {
  /** Folder of cleanings of dirty documents by another hand: a quotation may stand there or in the file as it came. */
  readonly reference?: string;
  /** Files that are not read: what is no longer in force, as this library knows no dates. */
  readonly leftOut?: ReadonlySet<string>;
}

export async function openPolicyLibrary(
  folder: string,
  { reference, leftOut = new Set() }: PolicyLibraryOptions = {},
): Promise<PolicyLibrary> {
  const index = new Bm25Index();
  const passages: Omit<EvidencePassage, 'rank' | 'score'>[] = [];
  const texts = new Map<string, readonly string[]>();
  for (const name of readdirSync(folder).sort()) {
    if (leftOut.has(name)) continue;
    const bytes = readFileSync(join(folder, name));
    const outcome = await readDocument({ name, bytes });
    if (outcome.kind !== 'read') throw new Error(`${name} cannot be read: ${outcome.reason}`);
    const { title, reading, passages: read } = outcome;
    const files = [join(folder, name), ...(reference === undefined ? [] : [join(reference, `${parse(name).name}.clean.txt`)])];
    texts.set(parse(name).name, [...quotableTexts(files), bare(reading.text)]);
    for (const { ordinal, headingPath, text, start } of read) {
      index.add(segmentForIndex({ title, headingPath, text }));
      passages.push({ passageId: `${name}#${ordinal}`, documentId: name, title, headingPath, text, start });
    }
  }
  return { texts, retrieve: (question) => retrieve(question, index, passages) };
}

function quotableTexts(paths: readonly string[]): string[] {
  const raw = paths.filter((path) => existsSync(path)).map((path) => readFileSync(path, 'utf8'));
  const withoutNotes = raw.map((text) => text.replace(/\([^()\u4e00-\u9fff]{1,12}\)/g, ''));
  return [...raw, ...withoutNotes].map(bare);
}

function retrieve(question: string, index: Bm25Index, passages: readonly Omit<EvidencePassage, 'rank' | 'score'>[]): EvidencePassage[] {
  const hits = index.search(segmentQuery([question, ...otherWordingsIn(question), ...headingsAskedFor(question)].join(' ')), {
    limit: retrievedPassages,
  });
  const rows = new Map(hits.map(({ row, score }) => [row, score]));
  for (const { row } of hits.slice(0, passagesWithNeighbours)) {
    for (const neighbour of [row - 1, row + 1]) {
      if (!rows.has(neighbour) && passages[neighbour]?.documentId === passages[row]?.documentId) rows.set(neighbour, 0);
    }
  }
  return [...rows].flatMap(([row, score], place) => {
    const passage = passages[row];
    return passage ? [{ ...passage, rank: place + 1, score }] : [];
  });
}
