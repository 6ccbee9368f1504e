// The oldest protection of workbooks ([MS-OFFCRYPTO] 2.3.7): sixteen bytes of the password, over and over. Two hashes of the password tell whether
// it is the right one.

const mostCharacters = 15;
const padding = Buffer.from('bbffffbaffffb98000be0f00bf0f00', 'hex');

/** The password as its format knows it: one byte for each letter. */
function bytesOf(password: string): readonly number[] {
  return Array.from({ length: Math.min(mostCharacters, password.length) }, (_, index) => {
    const code = password.charCodeAt(index);
    return code & 0xff || code >>> 8;
  });
}

/** A shift register that runs backwards over the letters, over seven bits of each. */
export function xorKey(password: string): number {
  let key = 0;
  let [base, end] = [0x8000, 0xffff];
  for (const byte of bytesOf(password).toReversed()) {
    for (let bit = 0; bit < 8; bit += 1) {
      base = nextOf(base);
      if (bit < 7 && ((byte >>> bit) & 1) === 1) key ^= base;
      end = nextOf(end);
    }
  }
  return key ^ end;
}

function nextOf(register: number): number {
  const turned = ((register << 1) | (register >>> 15)) & 0xffff;
  return (turned & 1) === 1 ? turned ^ 0x1020 : turned;
}

export function xorVerifier(password: string): number {
  const bytes = bytesOf(password);
  return bytes.reduce(
    (hash, byte, index) => {
      const turn = (index + 1) % 15;
      return hash ^ (((byte << turn) | (byte >>> (15 - turn))) & 0x7fff);
    },
    bytes.length === 0 ? 0 : bytes.length ^ 0xce4b,
  );
}

/** The sixteen bytes. */
export function xorBytes(password: string): readonly number[] {
  const bytes = bytesOf(password);
  const key = xorKey(password);
  return Array.from({ length: 16 }, (_, index) => {
    const byte = bytes[index] ?? padding[index - bytes.length] ?? 0;
    return turnedLeft(byte ^ (index % 2 === 0 ? key & 0xff : key >>> 8), 7);
  });
}

export function turnedLeft(byte: number, bits: number): number {
  return ((byte << bits) | (byte >>> (8 - bits))) & 0xff;
}
