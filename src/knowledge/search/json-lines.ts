// Files of one JSON value per line, read and written without holding them in memory.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { AppError, systemCode } from '../../base/errors.ts';

/** Every line checked by the schema; a bad one stops with its file and line number. */
export async function* readJsonLines<Value>(file: string, schema: z.ZodType<Value>): AsyncGenerator<Value> {
  let lineNumber = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
      lineNumber += 1;
      // A byte order mark belongs to the file, not to the first value.
      const text = (lineNumber === 1 ? line.replace(/^\uFEFF/, '') : line).trim();
      if (text !== '') yield parseLine(text, schema, `${file}:${lineNumber}`);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid-input', { fault: `${file}: 无法读取 cannot be read (${systemCode(error) ?? 'I/O'})` }, { cause: error });
  }
}

function parseLine<Value>(text: string, schema: z.ZodType<Value>, place: string): Value {
  const parsed = schema.safeParse(parseJson(text, place));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('invalid-input', { fault: `${place}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}` });
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('invalid-input', { fault: `${place}: 不是 JSON is not JSON` }, { cause: error });
  }
}
