// Writing a file so that its name never stands for a part of its bytes.
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** `isPrivate`: new files and folders are for the account of this process alone. */
export interface DurableOptions {
  readonly isPrivate?: boolean;
}

/** Under another name first (ending in `.part`), flushed, then renamed. */
export async function writeDurably(path: string, bytes: Uint8Array, { isPrivate = false }: DurableOptions = {}): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`;
  await mkdir(dirname(path), { recursive: true, ...(isPrivate ? { mode: 0o700 } : {}) });
  try {
    const file = await open(draft, 'wx', isPrivate ? 0o600 : undefined);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
