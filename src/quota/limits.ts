// The limits that this process knows, by whom they are of: read whole when their version has moved.
import { type ApiKeyId, type DepartmentId } from '../base/ids.ts';
import { rememberBriefly } from '../base/remember-briefly.ts';
import type { Subject } from './contract.ts';
import { type LimitRow, listLimitRows, type QuotaDatabase, readVersion } from './quota.store.ts';

/** Who asks, as whom a quota can be of. */
export interface Asker {
  /** Of whoever has none, `undefined`. */
  readonly key: ApiKeyId | undefined;
  readonly scenario: string;
  readonly department: DepartmentId | null;
}

export interface Limits {
  readonly version: number;
  readonly isEmpty: boolean;
  readonly of: ReadonlyMap<string, readonly LimitRow[]>;
  readonly hasDepartments: boolean;
}

export async function readLimits(database: QuotaDatabase): Promise<Limits> {
  // The version first: what changes while the rest is read is read again.
  const version = await readVersion(database);
  const rows = await listLimitRows(database);
  return {
    version,
    isEmpty: rows.length === 0,
    of: Map.groupBy(rows, ({ kind, subject }) => nameOf(kind, subject)),
    hasDepartments: rows.some(({ kind }) => kind === 'department'),
  };
}

/** From a department up to the root. */
export type PathOf = (department: DepartmentId | null) => Promise<readonly DepartmentId[]>;

/** A department that moves counts elsewhere within that time. */
const knownForMs = 1000;
const maxKnown = 10_000;

export function createLimitFinder(pathOf: PathOf) {
  const path = rememberBriefly((department) => pathOf(department as DepartmentId), { forMs: knownForMs, most: maxKnown });

  /** Those of the key, of the scenario, and of the department with those above it. */
  return async function limitsFor(
    { of, isEmpty, hasDepartments }: Limits,
    { key, scenario, department }: Asker,
  ): Promise<readonly LimitRow[]> {
    if (isEmpty) return none;
    const found = [...(key === undefined ? none : (of.get(nameOf('key', key)) ?? none)), ...(of.get(nameOf('scenario', scenario)) ?? none)];
    if (hasDepartments && department !== null)
      for (const one of await path(department)) found.push(...(of.get(nameOf('department', one)) ?? none));
    return found;
  };
}

const none: readonly LimitRow[] = [];

function nameOf(kind: Subject['kind'], subject: string): string {
  return `${kind} ${subject}`;
}
