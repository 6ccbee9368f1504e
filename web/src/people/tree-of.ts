// Departments as the tree that they form.
import type { Department } from '../../../src/people/contract.ts';

export interface Branch {
  readonly key: string;
  readonly title: string;
  readonly children: Branch[];
}

/** A department whose parent is closed stands at the top. */
export function treeOf(departments: readonly Department[], parentId: string | null = null): Branch[] {
  const known = new Set<string>(departments.map(({ id }) => id));
  return departments
    .filter((one) => (one.parentId !== null && known.has(one.parentId) ? one.parentId : null) === parentId)
    .map(({ id, name, peopleCount }) => ({ key: id, title: `${name}（${peopleCount}）`, children: treeOf(departments, id) }));
}

/** `市政府 / 民政局` */
export function pathOf(departments: readonly Department[], id: string | null): string {
  const found = departments.find((one) => one.id === id);
  return found ? [pathOf(departments, found.parentId), found.name].filter(Boolean).join(' / ') : '';
}
