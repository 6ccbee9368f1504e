// Rows of other rooms that stand in versions until they are removed, and are on or off.
import type { Transaction } from 'kysely';
import { sameTransaction } from '../../store/store.ts';

type Tables = Record<string, { readonly id: string; readonly removed_at: Date | null; readonly [column: string]: unknown }>;

export interface Version<Id extends string> {
  readonly id: Id;
  readonly version: number;
}
export interface Step {
  readonly isOn: boolean;
  /** When a second person agreed to it. */
  readonly approvedAt?: Date;
}

/** The next version; whether the one that it replaces was still the newest. */
export async function writeNextVersion<Room>(
  within: Transaction<Room>,
  table: string,
  { id, version }: Version<string>,
  { isOn, approvedAt }: Step,
  columns: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const transaction: Transaction<Tables> = sameTransaction(within);
  const { numUpdatedRows } = await transaction
    .updateTable(table)
    .set({ ...columns, ...(approvedAt ? { approved_at: approvedAt } : {}), is_on: isOn, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
