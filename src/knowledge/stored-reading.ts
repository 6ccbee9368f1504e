// The reading text as it is kept with a version (JSON), parsed on its way in.
import { z } from 'zod';
import type { OriginSpan, Paragraph } from './reading/reading.ts';
import { originOf } from './reading/origin-map.ts';

const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
const runSchema = z.object({
  start: z.number(),
  length: z.number(),
  origin: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), at: z.number(), length: z.number() }),
    z.object({ kind: z.literal('paragraph'), paragraph: z.number(), at: z.number(), length: z.number() }),
    z.object({ kind: z.literal('page'), page: z.number(), box: boxSchema, confidence: z.number().exactOptional() }),
  ]),
});
const paragraphSchema = z.object({
  kind: z.enum(['title', 'heading', 'body', 'list-item', 'table-row']),
  start: z.number(),
  end: z.number(),
  level: z.number().exactOptional(),
  page: z.number().exactOptional(),
}) satisfies z.ZodType<Paragraph>;

const storedReadingSchema = z.object({
  text: z.string(),
  paragraphs: z.array(paragraphSchema),
  originMap: z.object({ runs: z.array(runSchema) }),
  pages: z.array(z.object({ width: z.number(), height: z.number(), turn: z.literal([90, 180, 270]).exactOptional() })),
});
export type StoredReading = z.infer<typeof storedReadingSchema>;

export function parseStoredReading(value: unknown): StoredReading {
  return storedReadingSchema.parse(value);
}

export function originIn(reading: StoredReading, start: number, end: number): OriginSpan[] {
  return originOf(reading.originMap, start, end);
}
