// The retrieval test sets: texts, questions and judgements as files of one JSON value or tab separated row per line.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { CorpusText } from '../src/knowledge/search/corpus-search.ts';
import { dataPath } from './data-path.ts';
import type { Judgements } from './score-retrieval.ts';

export interface Question {
  readonly id: string;
  readonly text: string;
  readonly asOf: string | undefined;
}

const textSchema = z.object({
  id: z.string(),
  title: z.string().optional(),
  text: z.string(),
  date: z.string().optional(),
  expired: z.string().optional(),
});
const questionSchema = z
  .object({ id: z.string(), text: z.string(), as_of: z.string().optional() })
  .transform(({ as_of, ...rest }): Question => ({ ...rest, asOf: as_of }));

export type SetName = 'stard-law' | 'law-versions' | 'cmrc2018';

export function readTexts(set: SetName): CorpusText[] {
  return readLines(set, 'corpus.jsonl').map((line) => textSchema.parse(JSON.parse(line)));
}

export function readQuestions(set: SetName, file = 'queries.jsonl'): Question[] {
  return readLines(set, file).map((line) => questionSchema.parse(JSON.parse(line)));
}

export function readJudgements(set: SetName, file = 'qrels.tsv'): Judgements {
  const judgements = new Map<string, Map<string, number>>();
  for (const line of readLines(set, file)) {
    const [question, text, gain] = line.split('\t');
    if (question === undefined || text === undefined || !(Number(gain) > 0)) continue;
    judgements.set(question, (judgements.get(question) ?? new Map<string, number>()).set(text, Number(gain)));
  }
  return judgements;
}

function readLines(set: SetName, file: string): string[] {
  const text = readFileSync(dataPath('retrieval', set, file), 'utf8');
  return text.split('\n').filter((line) => line.trim() !== '');
}
