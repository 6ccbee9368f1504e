// The key that signs checkpoints, and the keys by which they are checked: verifier keys of C2SP signed-note, as text.
// Ed25519 by default; SM2 with SM3 (GB/T 32918, GB/T 32905) where domestic cryptography is asked for.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign, verify } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, systemCode } from '../base/errors.ts';

export type SignatureAlgorithm = 'ed25519' | 'sm2';

export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  /** The public key as an SPKI structure in DER. */
  readonly publicKey: Buffer;
  sign(text: string): Buffer;
}

export interface VerifierKey {
  readonly name: string;
  /** First four bytes of the hash that names the key, in hex. */
  readonly id: string;
  readonly algorithm: SignatureAlgorithm;
  /** `<name>+<id>+<base64 of type and key>`: what is printed, kept and handed out. */
  readonly text: string;
  verifies(text: string, signature: Buffer): boolean;
}

// Signature types of C2SP signed-note: 0x01 is Ed25519; 0xff announces a longer name, ours for SM2 with SM3.
const types: Readonly<Record<SignatureAlgorithm, Buffer>> = {
  ed25519: Buffer.of(1),
  sm2: Buffer.concat([Buffer.of(0xff), Buffer.from('hengjian.sm2-sm3')]),
};
/** What stands before the raw public key in its SPKI structure; the raw key is 32 bytes for Ed25519 and an uncompressed point for SM2. */
const spkiPrefixes: Readonly<Record<SignatureAlgorithm, Buffer>> = {
  ed25519: Buffer.from('302a300506032b6570032100', 'hex'),
  sm2: Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex'),
};
const digests: Readonly<Record<SignatureAlgorithm, string | null>> = { ed25519: null, sm2: 'sm3' };

/** A new private key in PEM (PKCS #8). */
function generatePrivateKey(algorithm: SignatureAlgorithm): string {
  const { privateKey } = algorithm === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'SM2' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Only a key read from PEM or DER counts as SM2; the same key as it is generated would sign by ECDSA. */
export function signerOf(algorithm: SignatureAlgorithm, pem: string = generatePrivateKey(algorithm)): Signer {
  const key = createPrivateKey(pem);
  return {
    algorithm,
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }),
    sign: (text) => sign(digests[algorithm], Buffer.from(text, 'utf8'), key),
  };
}

/** The key kept in a folder, made at the first use; replicas that share the folder come to share the key. */
export async function openSigner(folder: string, algorithm: SignatureAlgorithm): Promise<Signer> {
  const file = join(folder, `ledger-${algorithm}.pem`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomUUID()}`;
    if (!(await readFile(file).catch(() => undefined))) {
      await writeFile(draft, generatePrivateKey(algorithm), { mode: 0o600, flush: true });
      // Linked, not renamed: of two that start at once the first one's key stays.
      await link(draft, file).catch((error: unknown) => {
        if (systemCode(error) !== 'EEXIST') throw error;
      });
      await rm(draft);
    }
    await chmod(file, 0o600);
    return signerOf(algorithm, await readFile(file, 'utf8'));
  } catch (error) {
    throw new AppError('storage-unwritable', { folder, cause: systemCode(error) ?? 'unknown' }, { cause: error });
  }
}

/** The verifier key of a signer under a name. */
export function verifierOf(name: string, { algorithm, publicKey }: Pick<Signer, 'algorithm' | 'publicKey'>): VerifierKey {
  const raw = publicKey.subarray(spkiPrefixes[algorithm].length);
  const typed = Buffer.concat([types[algorithm], raw]);
  const id = createHash('sha256').update(`${name}\n`).update(typed).digest('hex').slice(0, 8);
  const key: KeyObject = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
  return {
    name,
    id,
    algorithm,
    text: `${name}+${id}+${typed.toString('base64')}`,
    verifies: (text, signature) => {
      try {
        return verify(digests[algorithm], Buffer.from(text, 'utf8'), key, signature);
      } catch {
        // A signature that cannot even be decoded.
        return false;
      }
    },
  };
}

/** Reads a verifier key; nothing when it is not one, or of an algorithm unknown here. */
export function parseVerifier(text: string): VerifierKey | undefined {
  const [name, id, encoded, ...rest] = splitVerifier(text.trim());
  if (!name || !id || !encoded || rest.length > 0) return undefined;
  const typed = Buffer.from(encoded, 'base64');
  for (const algorithm of ['ed25519', 'sm2'] as const) {
    const type = types[algorithm];
    if (!typed.subarray(0, type.length).equals(type)) continue;
    try {
      const key = verifierOf(name, { algorithm, publicKey: Buffer.concat([spkiPrefixes[algorithm], typed.subarray(type.length)]) });
      return key.id === id ? key : undefined;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** Base64 may hold `+` too, so only the first two part the fields. */
function splitVerifier(text: string): string[] {
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  return first < 0 || second < 0 ? [] : [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
}
