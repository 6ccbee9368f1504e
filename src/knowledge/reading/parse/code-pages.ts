// Decoders by the number of a Windows code page.

export type Decode = (bytes: Uint8Array) => string;

const names: Readonly<Record<number, string>> = {
  936: 'gb18030',
  54936: 'gb18030',
  950: 'big5',
  932: 'shift_jis',
  949: 'euc-kr',
  65001: 'utf-8',
};

/** Unknown pages are read as that of western Windows. */
export function decodeOf(codePage: number): Decode {
  const decoder = new TextDecoder(names[codePage] ?? (codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : 'windows-1252'));
  return (bytes) => decoder.decode(bytes);
}
