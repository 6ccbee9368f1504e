// Loads the demo institution into an empty library and offers the questions to try on it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Caller } from '../access/access.ts';
import { type Route, route } from '../access/route.ts';
import { gradeSchema } from '../base/grade.ts';
import { dateSchema } from '../knowledge/contract.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { demoQuestionSchema, operations } from './contract.ts';

const manifestSchema = z.array(
  z.object({
    file: z.string(),
    title: z.string(),
    collection: z.string(),
    department: z.string(),
    grade: gradeSchema,
    effectiveOn: dateSchema.optional(),
    expiredOn: dateSchema.optional(),
  }),
);

export interface Demo {
  /** Imports the demo documents that are missing, unless the library ever held another. Resolves when they are queued. */
  load(owner: Caller): Promise<void>;
  routes(): Route[];
}

export function createDemo({ folder, knowledge }: { readonly folder: string; readonly knowledge: Knowledge }): Demo {
  const readJson = async <Value>(name: string, schema: z.ZodType<Value>): Promise<Value> =>
    schema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
  const isLoaded = async (caller: Caller): Promise<boolean> => {
    const [first] = await readJson('library.json', manifestSchema);
    if (!first) return false;
    const { total } = await knowledge.listDocuments(caller.scope, { name: first.file, deleted: false, limit: 1 });
    return total > 0;
  };
  return {
    async load(owner) {
      const manifest = await readJson('library.json', manifestSchema);
      const demoNames = new Set(manifest.map(({ file }) => file));
      const known = new Set(await knowledge.namesEverImported(manifest.length + 1));
      // A library that holds something else is somebody's own; one that holds a part of the demo was interrupted while loading.
      if ([...known].some((name) => !demoNames.has(name))) return;
      for (const { file, ...about } of manifest) {
        if (known.has(file)) continue;
        await knowledge.importFile(owner, { name: file, bytes: await readFile(join(folder, 'library', file)), ...about });
      }
    },
    routes: () => [
      route(operations.listDemoQuestions, async (_, { caller }) => ({
        questions: (await isLoaded(caller)) ? await readJson('questions.json', z.array(demoQuestionSchema)) : [],
      })),
    ],
  };
}
