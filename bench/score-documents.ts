// One file as it was read beside what is expected of it. White space and the rules of tables do not count.
import { z } from 'zod';

export const expectedSchema = z.object({
  files: z.record(
    z.string(),
    z.looseObject({
      behaviour: z.string(),
      expectFlags: z.array(z.string()).default([]),
      mustNotContain: z.array(z.string()).default([]),
      contains: z.array(z.string()).default([]),
      text: z.array(z.string()).optional(),
      tables: z.array(z.array(z.array(z.string().nullable()))).default([]),
      meta: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});
export const resultSchema = z.object({
  file: z.string(),
  status: z.enum(['ok', 'partial', 'rejected']),
  reason: z.string().optional(),
  text: z.string(),
  passages: z.array(z.object({ text: z.string() })),
  tables: z.array(z.array(z.array(z.string()))),
  metadata: z.record(z.string(), z.object({ value: z.unknown() })),
  flags: z.array(z.string()),
});
type ExpectedFile = z.infer<typeof expectedSchema>['files'][string];
type ParsedFile = z.infer<typeof resultSchema>;

export interface Scored {
  /** What is not as expected. */
  readonly faults: readonly string[];
  /** Texts shown that must not be. */
  readonly leaks: number;
  /** Edits for each character expected; undefined where no text is expected. */
  readonly errorRate: number | undefined;
  readonly cells: number;
  readonly cellsKept: number;
  readonly fields: number;
  readonly fieldsRight: number;
}

export function scoreFile(expected: ExpectedFile, result: ParsedFile | undefined): Scored {
  if (!result) return { faults: ['no result'], leaks: 0, errorRate: undefined, cells: 0, cellsKept: 0, fields: 0, fieldsRight: 0 };
  const isRejected = result.status === 'rejected';
  const shown = JSON.stringify([result.text, result.passages, result.tables]);
  const leaks = expected.mustNotContain.filter((text) => shown.includes(text)).length;
  const kept = new Set(result.tables.flat(2).map(bare));
  const cells = isRejected ? [] : expected.tables.flat(2).filter((cell) => cell !== null && cell !== '');
  const fields = isRejected ? [] : Object.entries(expected.meta).filter(([, value]) => value !== null);
  return {
    faults: [
      ...(expected.behaviour === 'reject' && !isRejected ? [`status ${result.status}`] : []),
      ...(!expected.behaviour.startsWith('reject') && isRejected ? [`rejected: ${result.reason}`] : []),
      ...expected.expectFlags.filter((flag) => !result.flags.includes(flag)).map((flag) => `flag ${flag} missing`),
      ...expected.contains.filter((text) => !bare(result.text).includes(bare(text))).map((text) => `text lacks ${text.slice(0, 12)}`),
      ...(leaks > 0 ? ['hidden text shown'] : []),
    ],
    leaks,
    errorRate: isRejected || !expected.text ? undefined : errorRate(bare(result.text), bare(expected.text.join(''))),
    cells: cells.length,
    cellsKept: cells.filter((cell) => kept.has(bare(cell ?? ''))).length,
    fields: fields.length,
    fieldsRight: fields.filter(([name, value]) => sameValue(result.metadata[name]?.value, value)).length,
  };
}

function sameValue(found: unknown, expected: unknown): boolean {
  return bare(JSON.stringify(found ?? '')) === bare(JSON.stringify(expected));
}

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s|]+/g, '')
    .replace(/-{3,}/g, '');
}

function errorRate(found: string, expected: string): number {
  if (expected === '') return found === '' ? 0 : 1;
  let previous = Array.from({ length: found.length + 1 }, (_, index) => index);
  for (let row = 1; row <= expected.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= found.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (expected[row - 1] === found[column - 1] ? 0 : 1);
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, replaced));
    }
    previous = current;
  }
  return (previous[found.length] ?? 0) / expected.length;
}
