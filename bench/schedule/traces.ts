// Requests as they came to public services: when, how long, and (Mooncake) which blocks of 512 tokens their prompts begin with.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { dataPath } from '../data-path.ts';

export interface Arrival {
  readonly atMs: number;
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly blocks: readonly string[];
}

const mooncakeSchema = z.object({
  timestamp: z.number(),
  input_length: z.number(),
  output_length: z.number(),
  hash_ids: z.array(z.number()),
});

export function mooncakeTrace(file: string): readonly Arrival[] {
  return linesOf(file).map((line) => {
    const { timestamp, input_length: promptTokens, output_length: answerTokens, hash_ids: ids } = mooncakeSchema.parse(JSON.parse(line));
    return { atMs: timestamp, promptTokens, answerTokens, blocks: ids.map(String) };
  });
}

export function azureTrace(file: string): readonly Arrival[] {
  const rows = linesOf(file)
    .slice(1)
    .map((line) => line.split(','));
  const begin = Date.parse(`${rows[0]?.[0]?.slice(0, 23)}Z`);
  return rows.map(([time = '', prompt, answer]) => ({
    atMs: Date.parse(`${time.slice(0, 23)}Z`) - begin,
    promptTokens: z.coerce.number().int().parse(prompt),
    answerTokens: z.coerce.number().int().parse(answer),
    blocks: [],
  }));
}

function linesOf(file: string): string[] {
  return readFileSync(dataPath('traces', file), 'utf8').trim().split(/\r?\n/);
}
