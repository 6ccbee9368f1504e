// Workbooks under a password ([MS-XLS] 2.2.10): a record near the start says how, and the bodies of most records after it are encrypted.
import { MalformedFile } from './malformed-file.ts';
import { openBlocks, rc4KeysOf } from './office-rc4.ts';
import { turnedLeft, xorBytes, xorKey, xorVerifier } from './xor-obfuscation.ts';
import { recordType, xlsRecords } from './xls-records.ts';

const blockBytes = 1024;
/** Excel encrypts with it what is merely protected against changes, and tries it before it asks. */
const passwordOfNobody = 'VelvetSweatshop';
const kinds = { xor: 0, rc4: 1 } as const;

/** BOF, InterfaceHdr, FilePass, RRDHead, UsrExcl, FileLock and RRDInfo: never encrypted. */
const plainRecords: ReadonlySet<number> = new Set([recordType.start, 0xe1, recordType.password, 0x138, 0x194, 0x195, 0x196]);
/** In the record of a sheet, where it starts. */
const plainStartBytes = 4;

/** The stream as it was before; as it is where it is not encrypted. Throws `MalformedFile`, which says so where no password was given. */
export function openWorkbookStream(stream: Buffer, password: string | undefined): Buffer {
  const info = encryptionOf(stream);
  if (info === undefined) return stream;
  const open = (tried: string): Buffer => {
    const opened = openWith(info, stream, tried);
    if (opened === undefined) throw new MalformedFile('a workbook that is encrypted in another way', 'encrypted');
    return opened;
  };
  try {
    return open(passwordOfNobody);
  } catch (error) {
    if (!(error instanceof MalformedFile && error.reason === 'wrong-password')) throw error;
    if (password === undefined) throw new MalformedFile('a workbook under a password', 'encrypted');
    return open(password);
  }
}

/** Before Excel 97 there was one way, and no word for it. */
interface Encryption {
  readonly kind: number;
  readonly body: Buffer;
}

function encryptionOf(stream: Buffer): Encryption | undefined {
  for (const { type, body } of xlsRecords(stream)) {
    if (type === recordType.end) return undefined;
    if (type === recordType.password)
      return body.length === 4 ? { kind: kinds.xor, body } : { kind: body.readUInt16LE(0), body: body.subarray(2) };
  }
  return undefined;
}

function openWith({ kind, body }: Encryption, stream: Buffer, password: string): Buffer | undefined {
  if (kind === kinds.xor) {
    if (body.readUInt16LE(0) !== xorKey(password) || body.readUInt16LE(2) !== xorVerifier(password))
      throw new MalformedFile('not its password', 'wrong-password');
    const key = xorBytes(password);
    return withBodies(stream, (start, end) =>
      stream.subarray(start, end).map((byte, index) => turnedLeft(byte ^ (key[(end + index) % 16] ?? 0), 3)),
    );
  }
  const keys = kind === kinds.rc4 ? rc4KeysOf(body, password) : undefined;
  if (keys === undefined) return undefined;
  // Heads and plain bodies take their part of the stream of keys too.
  const opened = openBlocks(stream, blockBytes, keys);
  return withBodies(stream, (start, end) => opened.subarray(start, end));
}

/** The stream with the bodies that are encrypted put in anew. */
function withBodies(stream: Buffer, bodyOf: (start: number, end: number) => Uint8Array): Buffer {
  const opened = Buffer.from(stream);
  let isEncrypted = false;
  for (let at = 0; at + 4 <= stream.length; ) {
    const type = stream.readUInt16LE(at);
    const [start, end] = [at + 4, at + 4 + stream.readUInt16LE(at + 2)];
    if (end > stream.length) break;
    const plainBytes = type === recordType.sheet ? plainStartBytes : 0;
    if (isEncrypted && !plainRecords.has(type)) opened.set(bodyOf(start, end).subarray(plainBytes), start + plainBytes);
    isEncrypted ||= type === recordType.password;
    at = end;
  }
  return opened;
}
