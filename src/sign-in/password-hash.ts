// Passwords as argon2id, in the PHC string format. Each hash takes 19 MiB while it is computed, so few run at a time.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../base/errors.ts';

// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
const memoryKiB = 19_456;
const passes = 2;
const lanes = 1;
const tagBytes = 32;
const atOnce = 2;
/** Some ten seconds' worth; whoever comes later is told to come again. */
const longestQueue = 64;

const compute = promisify(argon2);
let running = 0;
const waiting: (() => void)[] = [];

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive(password, { salt, memory: memoryKiB, passes, lanes, bytes: tagBytes });
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${encode(salt)}$${encode(tag)}`;
}

export async function isPasswordOf(hash: string, password: string): Promise<boolean> {
  const parsed = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash);
  if (!parsed) return false;
  const [, memory, turns, parallel, salt = '', tag = ''] = parsed;
  const expected = Buffer.from(tag, 'base64');
  const found = await derive(password, {
    salt: Buffer.from(salt, 'base64'),
    memory: Number(memory),
    passes: Number(turns),
    lanes: Number(parallel),
    bytes: expected.byteLength,
  });
  return timingSafeEqual(found, expected);
}

/** Takes as long as checking a real one, for names that do not exist. */
export async function spendCheck(password: string): Promise<false> {
  await derive(password, { salt: Buffer.alloc(16), memory: memoryKiB, passes, lanes, bytes: tagBytes });
  return false;
}

/** Whether a hash was made with weaker parameters than today's. */
export function isOutdated(hash: string): boolean {
  return !hash.startsWith(`$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$`);
}

interface Derivation {
  readonly salt: Buffer;
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly bytes: number;
}

async function derive(password: string, derivation: Derivation): Promise<Buffer> {
  await takeTurn();
  try {
    return await compute('argon2id', {
      // The same characters typed on different systems.
      message: Buffer.from(password.normalize('NFKC')),
      nonce: derivation.salt,
      memory: derivation.memory,
      passes: derivation.passes,
      parallelism: derivation.lanes,
      tagLength: derivation.bytes,
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

async function takeTurn(): Promise<void> {
  if (running < atOnce) {
    running += 1;
    return;
  }
  if (waiting.length >= longestQueue) throw new AppError('sign-in-busy');
  await new Promise<void>((resolve) => waiting.push(resolve));
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
