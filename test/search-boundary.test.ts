// What search sends to its models stays within their boundary: passages, questions and rankings, whichever models are chosen and however
// they fail; and what is public reaches them.
import fc from 'fast-check';
import './support/same-seed.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Grade, grades } from '../src/base/grade.ts';
import { readDocument } from '../src/knowledge/reading/read-document.ts';
import { leaksAt } from './support/boundary.ts';
import { modelNames } from './support/boundary-runs.ts';
import { canary } from './support/canaries.ts';
import { openSearchGround, type SearchGround } from './support/search-models.ts';

let site: SearchGround;
beforeAll(async () => {
  site = await openSearchGround({ reader: { read: (file) => readDocument(file), close: () => {} } });
  const url = `${site.upstream.url}/v1`;
  for (const name of modelNames) {
    const [zone, maxGrade] = [name.startsWith('external') ? ('external' as const) : ('in-house' as const), gradeIn(name)];
    await site.ground.addModel(name, url, { zone, maxGrade, upstreamName: name, abilities: ['embeddings', 'rerank'] });
  }
});
afterAll(() => site.close());

const gradeIn = (name: string): Grade => grades.find((grade) => name.endsWith(grade)) ?? 'public';
const receives = (name: string): Grade | undefined => site.ground.models.snapshot().models.find((model) => model.name === name)?.receives;

const round = fc.record({
  embedding: fc.constantFrom(...modelNames),
  rerank: fc.option(fc.constantFrom(...modelNames), { nil: null }),
  documents: fc.array(fc.constantFrom(...grades), { minLength: 1, maxLength: 3 }),
  labels: fc.array(fc.constantFrom(...grades), { minLength: 1, maxLength: 3 }),
  fails: fc.constantFrom<Record<string, string | number | boolean>>(
    {},
    {},
    {},
    { status: 503, times: 1 },
    { status: 400, times: 1 },
    { malformed: true, times: 1 },
  ),
});

test('no model of search receives a canary above its grade, and public passages reach every model', async () => {
  let number = 0;
  const publicWords: string[] = [];
  const seen = { complete: 0, outside: 0, hybrid: 0, reranked: 0, denied: 0 };
  await fc.assert(
    fc.asyncProperty(round, async ({ embedding, rerank, documents, labels, fails }) => {
      site.upstream.reset();
      for (const grade of documents) {
        const word = canary(grade, ++number);
        if (grade === 'public') publicWords.push(word);
        await site.library.bring(`文件${number}.txt`, `办法${number}\n第一条 养老补贴的申请材料 ${word} 为身份证。`, { grade });
      }
      await site.use(embedding, rerank);
      site.upstream.setFaults(fails);
      await site.embedded();
      site.upstream.setFaults({});
      for (const label of labels) {
        const { retrieval } = await site.search(`养老补贴 ${canary(label, ++number)}`, { label });
        seen.hybrid += retrieval?.mode === 'hybrid' ? 1 : 0;
        seen.reranked += retrieval?.isReranked === true ? 1 : 0;
        seen.denied += retrieval?.lexicalBecause === 'label-too-high' ? 1 : 0;
      }
      expect(leaksAt(site.upstream, receives)).toEqual([]);
      const { progress } = await site.searchModels.show();
      // While it is tried once more after a failure it neither waits nor is it complete.
      if (progress?.waitingFor === null && progress.completedAt !== null) {
        seen.complete += 1;
        for (const word of publicWords) expect(site.upstream.bodies(word).length).toBeGreaterThan(0);
      }
      seen.outside += embedding.startsWith('external') ? site.upstream.bodies().length : 0;
      await site.use(null);
    }),
    { numRuns: 25, endOnFailure: true },
  );
  // The proof is of something.
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(3);
}, 120_000);
