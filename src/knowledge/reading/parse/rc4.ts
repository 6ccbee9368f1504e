// RC4, the stream cipher of the offices before 2007: OpenSSL no longer has it. It keeps nothing secret today; it opens what was closed with it.

/** Encrypts and decrypts, since both are one: `content` under `key`, from the start of the key's stream. */
export function rc4(key: Uint8Array, content: Uint8Array): Buffer {
  const box = scheduled(key);
  const result = Buffer.allocUnsafe(content.length);
  let other = 0;
  for (let at = 0; at < content.length; at += 1) {
    const one = (at + 1) & 0xff;
    const mine = box[one] ?? 0;
    other = (other + mine) & 0xff;
    const theirs = box[other] ?? 0;
    box[one] = theirs;
    box[other] = mine;
    result[at] = (content[at] ?? 0) ^ (box[(mine + theirs) & 0xff] ?? 0);
  }
  return result;
}

function scheduled(key: Uint8Array): Uint8Array {
  const box = Uint8Array.from({ length: 256 }, (_, index) => index);
  for (let index = 0, other = 0; index < 256; index += 1) {
    const mine = box[index] ?? 0;
    other = (other + mine + (key[index % key.length] ?? 0)) & 0xff;
    box[index] = box[other] ?? 0;
    box[other] = mine;
  }
  return box;
}
