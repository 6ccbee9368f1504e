// `hengjian models apply FILE`: models as a file declares them. What differs is added or changed as by hand, under the same rules and with the
// same second person; what the file does not name stays as it is.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { environmentValue } from '../base/config.ts';
import { AppError, systemCode } from '../base/errors.ts';
import { type Model, operations } from '../models/contract.ts';
import type { Client } from './client.ts';

const { key: _, reason: __, ...shape } = operations.addModel.input.shape;
const declaredSchema = z.strictObject({
  ...shape,
  /** The environment variable that holds the key: keys are never written into the file. */
  keyEnv: z.string().min(1).max(200).optional(),
});
const fileSchema = z.array(declaredSchema).max(1000);
type Declared = z.output<typeof declaredSchema>;

export interface Applied {
  readonly name: string;
  readonly done: 'added' | 'changed' | 'unchanged';
  /** It counts once a second person approves. */
  readonly isWaiting: boolean;
}

/** In the order of the file. Nothing is applied of a file that is not right. */
export async function* applyModelsFile(client: Client, path: string, reason: string): AsyncGenerator<Applied> {
  const declared = await readModelsFile(path);
  const keys = new Map(declared.map(({ name, keyEnv }) => [name, keyEnv === undefined ? undefined : keyIn(keyEnv)]));
  const { models } = await client.call(operations.listModels, {});
  for (const { keyEnv: _variable, ...wish } of declared) {
    const { name } = wish;
    const key = keys.get(name);
    const present = models.find((model) => model.name === name);
    if (!present) {
      const { changeId } = await client.call(operations.addModel, { ...wish, reason, ...(key === undefined ? {} : { key }) });
      yield { name, done: 'added', isWaiting: changeId !== null };
      continue;
    }
    const changes = differences(present, wish);
    const { changeId } = changes ? await client.call(operations.changeModel, { name, ...changes, reason }) : { changeId: null };
    // After the change, since another address takes the key away.
    if (key !== undefined) await client.call(operations.setModelKey, { name, key });
    yield { name, done: changes || key !== undefined ? 'changed' : 'unchanged', isWaiting: changeId !== null };
  }
}

async function readModelsFile(path: string): Promise<Declared[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unfit(`${path}: ${systemCode(error) ?? 'cannot be read 无法读取'}`, error);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unfit(`${path}: 不是 JSON not JSON`, error);
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unfit(`${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, parsed.error);
  }
  const twice = parsed.data.find(({ name }, index, all) => all.findIndex((other) => other.name === name) < index);
  if (twice) throw unfit(`${path}: ${twice.name} 出现两次 is named twice`);
  return parsed.data;
}

/** What the file wants otherwise; nothing where all is as it says. */
function differences(present: Model, { name, upstreamName = name, ...rest }: Omit<Declared, 'keyEnv'>): Partial<Declared> | undefined {
  const wanted = { upstreamName, ...rest };
  const changed = Object.entries(wanted).filter(
    ([member, value]) => JSON.stringify(present[member as keyof Model]) !== JSON.stringify(value),
  );
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

function keyIn(variable: string): string {
  const key = environmentValue(variable);
  if (key === '') throw unfit(`keyEnv: 环境变量 ${variable} 没有值 the environment variable ${variable} is empty`);
  return key;
}

function unfit(fault: string, cause?: unknown): AppError {
  return new AppError('invalid-input', { fault }, { cause });
}
