// Files under a password as programs in use saved them, for the tests of this room: LibreOffice 25.2 (`libreoffice-`) and Apache POI 4.0 (`poi-`).
import { readFileSync } from 'node:fs';

const folder = new URL('../../../test/fixtures/encrypted/', import.meta.url);

/** Opens all of them but those that are named beside a password of their own. */
export const savedPassword = 'parking 12';
export const chinesePassword = '停车 12';

export function savedFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, folder)));
}
