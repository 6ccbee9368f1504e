// What is wrong with the installation at this moment, each with what to do about it.
import { bothSentences } from '../base/errors.ts';
import type { Trouble } from './contract.ts';

/** Below this an administrator is told, well before writing stops. */
const lowBytes = 1024 ** 3;

export function diskTroubles(isFull: boolean, freeBytes: number | null): Trouble[] {
  if (isFull) return [{ kind: 'database-full', ...bothSentences('database-full', { cause: 'ENOSPC' }) }];
  if (freeBytes === null || freeBytes >= lowBytes) return [];
  const megabytes = Math.floor(freeBytes / 1024 ** 2);
  return [
    {
      kind: 'disk-low',
      zh: `数据目录所在磁盘只剩 ${megabytes} MB。请腾出空间，否则不久将停止写入。`,
      en: `The disk of the data folder has ${megabytes} MB left. Free some before writing stops.`,
    },
  ];
}
