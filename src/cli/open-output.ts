// Where a verb writes what it makes: opened before the work, so that a place that cannot be written to is known at once.
import { type FileHandle, open } from 'node:fs/promises';
import { AppError, systemCode } from '../base/errors.ts';

export function openOutput(path: string): Promise<FileHandle> {
  return open(path, 'w').catch((error: unknown) => {
    throw new AppError('storage-unwritable', { folder: path, cause: systemCode(error) ?? 'unknown' }, { cause: error });
  });
}
