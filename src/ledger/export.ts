// A ledger as JSON Lines that anybody can verify without us: where it begins, the keys, the checkpoints, then the records in order
// with the personal texts that were asked for. docs/reference/ledger-format.md describes it line by line.
import { z } from 'zod';
import { originOf } from './checkpoints.ts';
import { type LedgerDatabase, listKeys, readHead, readStart } from './ledger.store.ts';
import { type DisclosureSeal, openDisclosure } from './record.ts';

const exportFormat = 'hengjian-ledger/1';

export const headerSchema = z.object({
  ledger: z.object({
    format: z.literal(exportFormat),
    origin: z.string(),
    start: z.object({ size: z.number().int().min(0), previous: z.string(), frontier: z.array(z.string().regex(/^[0-9a-f]{64}$/)) }),
  }),
});
export const keyLineSchema = z.object({ key: z.string() });
export const checkpointLineSchema = z.object({ checkpoint: z.string() });
export const disclosureLineSchema = z.object({
  disclosure: z.object({ sequence: z.number().int(), name: z.string(), salt: z.string(), text: z.string() }),
});

export interface ExportOptions {
  /** Lay open the personal texts that still stand beside the records. */
  readonly withDisclosures: boolean;
  /** The last record: the newest checkpoint's size. */
  readonly size: number;
  readonly seal: DisclosureSeal;
}

const rowsAtOnce = 1000;
const recordOpening = '{"record":';
const hashOpening = ',"hash":"';
const lineEnd = '"}';

/** Each chunk is some lines, every one with its line feed. */
export async function* exportLines(
  database: LedgerDatabase,
  { withDisclosures, size, seal }: ExportOptions,
): AsyncGenerator<string, void, undefined> {
  const start = await readStart(database);
  const origin = originOf((await readHead(database)).ledgerId);
  yield line({ ledger: { format: exportFormat, origin, start } });
  for (const key of await listKeys(database)) yield line({ key });
  const notes = await database.selectFrom('ledger_checkpoint').select('note').where('size', '<=', size).orderBy('size').execute();
  yield notes.map(({ note }) => line({ checkpoint: note })).join('');
  for (let from = start.size; from < size; from += rowsAtOnce) {
    const to = Math.min(from + rowsAtOnce, size);
    const records = await recordsBetween(database, from, to);
    const disclosures = withDisclosures ? await disclosuresBetween(database, from, to) : [];
    let next = 0;
    const lines: string[] = [];
    for (const { sequence, hash, body } of records) {
      lines.push(recordLine(body, hash));
      for (let one = disclosures[next]; one?.sequence === sequence; one = disclosures[next]) {
        lines.push(line({ disclosure: { sequence, name: one.name, ...openDisclosure(one, seal) } }));
        next += 1;
      }
    }
    yield lines.join('');
  }
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** The record stands in the line to the letter, so that its hash can be computed from the bytes between two fixed places. */
function recordLine(body: string, hash: string): string {
  return `${recordOpening}${body}${hashOpening}${hash}${lineEnd}\n`;
}

const hashLength = 64;
const closingLength = hashOpening.length + hashLength + lineEnd.length;

/** The record of a line, without its line feed; nothing when it is another kind of line. */
export function parseRecordLine(text: string): { readonly body: string; readonly hash: string } | undefined {
  const closing = text.slice(-closingLength);
  if (!text.startsWith(recordOpening) || !closing.startsWith(hashOpening) || !closing.endsWith(lineEnd)) return undefined;
  return { body: text.slice(recordOpening.length, -closingLength), hash: closing.slice(hashOpening.length, -lineEnd.length) };
}

export async function recordsBetween(database: LedgerDatabase, after: number, upTo: number) {
  return database
    .selectFrom('ledger_record')
    .selectAll()
    .where('sequence', '>', after)
    .where('sequence', '<=', upTo)
    .orderBy('sequence')
    .execute();
}

async function disclosuresBetween(database: LedgerDatabase, after: number, upTo: number) {
  return database
    .selectFrom('ledger_disclosure')
    .selectAll()
    .where('sequence', '>', after)
    .where('sequence', '<=', upTo)
    .orderBy('sequence')
    .orderBy('name')
    .execute();
}
