// Documents under a password ([MS-DOC] 2.2.6): how they are encrypted is said at the start of the stream of tables; that and the first bytes of the
// text's stream are all that is not.
import { MalformedFile } from './malformed-file.ts';
import { openBlocks, rc4KeysOf } from './office-rc4.ts';

export interface DocStreams {
  readonly main: Buffer;
  readonly tables: Buffer;
}

const encryptedBit = 0x0100;
const obfuscatedBit = 0x8000;
const plainBytes = 68;
const blockBytes = 512;

/** The streams as they were before; as they are where they are not encrypted. Throws `MalformedFile`, which says so where no password was given. */
export function openDocStreams({ main, tables }: DocStreams, password: string | undefined): DocStreams {
  const flags = main.readUInt16LE(10);
  if ((flags & encryptedBit) === 0) return { main, tables };
  const isObfuscated = (flags & obfuscatedBit) !== 0;
  const info = tables.subarray(0, main.readUInt32LE(14));
  const keys = isObfuscated || password === undefined ? undefined : rc4KeysOf(info, password);
  if (keys === undefined) throw new MalformedFile('a document under a password', 'encrypted');
  return {
    main: Buffer.concat([main.subarray(0, plainBytes), openBlocks(main, blockBytes, keys).subarray(plainBytes)]),
    tables: openBlocks(tables, blockBytes, keys),
  };
}
