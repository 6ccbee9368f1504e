// What a compound file carries besides its text. Nothing of it is opened.
import type { FileFlag } from '../reading.ts';
import type { CompoundFile } from './compound-file.ts';

/** Programs are kept in a storage of this name wherever they are; a packaged file has a stream of its own. */
export function compoundFlags({ paths }: CompoundFile): FileFlag[] {
  const flags: FileFlag[] = [];
  if (paths.some((path) => /(?:^|\/)(?:VBA|_VBA_PROJECT|_VBA_PROJECT_CUR|Macros)(?:\/|$)/i.test(path))) flags.push('macro');
  if (paths.some((path) => path.endsWith('\u0001Ole10Native'))) flags.push('active_content');
  return flags;
}
