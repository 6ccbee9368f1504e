// A service in the house that recognises text: the basic serving of PaddleX 3 (`paddlex --serve --pipeline OCR`), whose `/ocr` takes a
// picture and gives lines with their corners and how sure it is of each.
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { Grade } from '../../base/grade.ts';
import type { OcrService } from '../../base/ocr-settings.ts';
import { type Egress, type EgressRule, placeAt } from '../../egress/egress.ts';
import type { RecogniseElsewhere } from '../reading/ocr/elsewhere.ts';
import type { Corners, OcrLine, Point } from '../reading/ocr/ocr-engine.ts';
import { evenly } from './evenly.ts';

const purpose = 'text-recognition';
/** A dense page takes a processor some ten seconds. */
const timeLimitMs = 60_000;
/** A page of 3,000 characters is some 300 kB of JSON. */
const mostReplyBytes = 10_000_000;
const mostLines = 10_000;
/** A service that starts anew or has much to do is asked again, after these pauses. */
const pausesMs = [1_000, 5_000];

const pointSchema = z.tuple([z.number(), z.number()]);
const replySchema = z.object({
  errorCode: z.literal(0),
  result: z.object({
    ocrResults: z
      .array(
        z.object({
          prunedResult: z
            .object({
              rec_texts: z.array(z.string().max(5_000)).max(mostLines),
              rec_scores: z.array(z.number().min(0).max(1)).max(mostLines),
              rec_polys: z.array(z.tuple([pointSchema, pointSchema, pointSchema, pointSchema])).max(mostLines),
            })
            .refine(
              ({ rec_texts: texts, rec_scores: scores, rec_polys: polygons }) =>
                texts.length === scores.length && texts.length === polygons.length,
            ),
        }),
      )
      .length(1),
  }),
});

/** In the house only, and up to the grade that the operator names. */
export function serviceRule({ url, maxGrade }: OcrService): EgressRule {
  return { purpose, zone: 'in-house', plainText: true, maxGrade, ...placeAt(url) };
}

export function createPaddleService(
  { url }: OcrService,
  egress: Pick<Egress, 'open'>,
  pauses: readonly number[] = pausesMs,
): RecogniseElsewhere {
  return async (picture, grade) => {
    for (const pauseMs of pauses) {
      const lines = await ask(url, egress, picture, grade).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'egress-denied') throw error;
        return undefined;
      });
      if (lines) return lines;
      await pause(pauseMs);
    }
    return ask(url, egress, picture, grade);
  };
}

async function ask(url: URL, egress: Pick<Egress, 'open'>, picture: Uint8Array, grade: Grade): Promise<OcrLine[]> {
  // We turn pages ourselves and need the places in the picture as it is.
  const off = { useDocOrientationClassify: false, useDocUnwarping: false, visualize: false };
  const reply = await egress.open(purpose, url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ file: Buffer.from(picture).toString('base64'), fileType: 1, ...off }),
    signal: AbortSignal.timeout(timeLimitMs),
    grade,
  });
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of reply.body as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    // Leaving the loop ends the connection.
    if (length > mostReplyBytes) throw new Error('the reply of the recognition service is too large');
  }
  if (reply.status !== 200) throw new Error(`the recognition service replied ${reply.status}`);
  const { result } = replySchema.parse(JSON.parse(Buffer.concat(parts).toString('utf8')));
  return result.ocrResults.flatMap(({ prunedResult: { rec_texts: texts, rec_scores: scores, rec_polys: polygons } }) =>
    texts.flatMap((text, index) => {
      const polygon = polygons[index];
      return text === '' || !polygon ? [] : [{ corners: cornersOf(polygon), characters: evenly(text, scores[index] ?? 0) }];
    }),
  );
}

type Pair = z.infer<typeof pointSchema>;

function cornersOf([a, b, c, d]: readonly [Pair, Pair, Pair, Pair]): Corners {
  const at = ([x, y]: Pair): Point => ({ x, y });
  return [at(a), at(b), at(c), at(d)];
}
