// Whoever asks, as whom a quota can be of.
import type { Acting } from '../access/access.ts';
import type { Wanted } from '../quota/quota.ts';

export function askerOf({ by, departmentId }: Pick<Acting, 'by' | 'departmentId'>, scenario: string): Omit<Wanted, 'atMost'> {
  return { key: by.kind === 'api-key' ? by.keyId : undefined, scenario, department: departmentId };
}
