import type { Document } from '../../../src/knowledge/contract.ts';

/** How often a document that is being read is looked at. */
export const pendingRefreshMs = 1_000;

/** Whether the newest version is still on its way into the index. */
export function isPending({ latest }: Document): boolean {
  return latest.state === 'queued' || latest.state === 'reading';
}
