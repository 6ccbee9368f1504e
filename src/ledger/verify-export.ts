// Verifying an export: a file of JSON Lines, checked as it is read, without database or network.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, systemCode } from '../base/errors.ts';
import type { Verification } from './contract.ts';
import { checkpointLineSchema, disclosureLineSchema, headerSchema, keyLineSchema, parseRecordLine } from './export.ts';
import { faultOf } from './fault-words.ts';
import { parseVerifier, type VerifierKey } from './signing-key.ts';
import { createCheck, type LedgerCheck, type Start } from './verify.ts';

export interface ExportVerification extends Verification {
  /** Whether the keys came with the export: then somebody who wrote it anew may have put in their own. */
  readonly keysAreItsOwn: boolean;
}

export interface ExportProof {
  /** Notes of checkpoints that were kept elsewhere. */
  readonly notes: readonly string[];
  /** Verifier keys known from elsewhere; without any, those in the export are taken. */
  readonly keys: readonly string[];
  readonly onProgress?: (records: number) => void;
}

/** Name of the file in a folder that was exported. */
export const exportFileName = 'ledger.jsonl';
const checkpointOpening = '{"checkpoint":';

export async function verifyExport(path: string, proof: ExportProof): Promise<ExportVerification> {
  const found = await stat(path).catch((error: unknown) => {
    throw new AppError('invalid-input', { fault: `${path}: ${systemCode(error)}` }, { cause: error });
  });
  const file = found.isDirectory() ? join(path, exportFileName) : path;
  const input = createReadStream(file, { highWaterMark: 256 * 1024 });
  try {
    return await verifyBatches(batchesOf(input), proof);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new AppError('invalid-input', { fault: `${file}: ${systemCode(error)}` }, { cause: error });
  } finally {
    input.destroy();
  }
}

/** The lines of an export without their line feeds. */
export function verifyLines(lines: Iterable<string>, proof: ExportProof): Promise<ExportVerification> {
  return verifyBatches([lines], proof);
}

const lineFeed = 10;

/** As many lines at once as were read: handing them on one by one would take a quarter of the time. */
async function* batchesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const lines: string[] = [];
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      lines.push(bytes.toString('utf8', start, end));
      start = end + 1;
    }
    rest = bytes.subarray(start);
    yield lines;
  }
  yield [rest.toString('utf8')];
}

async function verifyBatches(
  batches: AsyncIterable<Iterable<string>> | Iterable<Iterable<string>>,
  { notes, keys: given, onProgress }: ExportProof,
): Promise<ExportVerification> {
  const known = given.map((text) => parseVerifier(text) ?? refuseKey(text));
  const reading = createReading(known, notes);
  let count = 0;
  for await (const lines of batches) {
    for (const text of lines) {
      if (text !== '') reading.take(text);
      count += 1;
    }
    onProgress?.(count);
  }
  return { ...reading.finish(), keysAreItsOwn: known.length === 0 };
}

interface Header {
  readonly origin: string;
  readonly start: Start;
}

function createReading(known: readonly VerifierKey[], notesElsewhere: readonly string[]) {
  let header: Header | undefined;
  const keys: VerifierKey[] = [...known];
  const notes = [...notesElsewhere];
  let check: LedgerCheck | undefined;
  let isBroken = false;

  /** The head of the file: what stands before the first record. Resolves to whether the line belongs there. */
  function takeHead(text: string): boolean {
    const value = jsonOf(text);
    if (!header) {
      const parsed = headerSchema.safeParse(value);
      header = parsed.data?.ledger;
      isBroken ||= !parsed.success;
      return true;
    }
    const key = keyLineSchema.safeParse(value);
    if (key.success) {
      const parsed = parseVerifier(key.data.key);
      if (known.length === 0 && parsed) keys.push(parsed);
      return true;
    }
    const checkpoint = checkpointLineSchema.safeParse(value);
    // One that cannot be read is reported as such when the notes are opened.
    if (checkpoint.success || text.startsWith(checkpointOpening)) notes.push(checkpoint.data?.checkpoint ?? text);
    return checkpoint.success || text.startsWith(checkpointOpening);
  }

  return {
    take(text: string): void {
      if (isBroken) return;
      const record = parseRecordLine(text);
      if (!check && (header === undefined || !record) && takeHead(text)) return;
      if (!header) return;
      check ??= createCheck({ ...header, keys, notes });
      if (record) return check.take(record);
      const disclosure = disclosureLineSchema.safeParse(jsonOf(text));
      if (!disclosure.success) return check.take({ hash: '', body: text });
      const { sequence, name, salt, text: laidOpen } = disclosure.data.disclosure;
      check.disclose(sequence, name, salt, laidOpen);
    },
    finish(): Verification {
      if (isBroken || !header) return notAnExport;
      return (check ?? createCheck({ ...header, keys, notes })).finish();
    },
  };
}

const notAnExport: Verification = {
  isWhole: false,
  fault: faultOf(null, 'not-an-export'),
  records: 0,
  firstSequence: 1,
  lastSequence: 0,
  checkpoints: 0,
  keys: [],
  disclosures: 0,
  clockWentBack: 0,
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuseKey(text: string): never {
  throw new AppError('invalid-input', { fault: `not a verifier key (不是公钥): ${text.slice(0, 80)}` });
}
