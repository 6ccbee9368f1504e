// Rows of another room that stand exactly if their records do: one statement writes both, so one commit makes both durable.
import { type RawBuilder, type SqlBool, sql } from 'kysely';

/**
 * One statement that writes all of `rows`, if `isOnRecord` holds: records that were chained to a head which has moved meanwhile
 * are not written, and then nothing else may be.
 */
export type WriteRows<Row> = (rows: readonly Row[], isOnRecord: RawBuilder<SqlBool>) => RawBuilder<unknown>;

/** What is written with the records of a group, gathered entry by entry. */
export class Group {
  readonly #statements: ((isOnRecord: RawBuilder<SqlBool>) => RawBuilder<unknown>)[] = [];

  add(statement: (isOnRecord: RawBuilder<SqlBool>) => RawBuilder<unknown>): void {
    this.#statements.push(statement);
  }

  /** `appended`: an expression that writes the records and says whether it did. */
  statement(appended: RawBuilder<SqlBool>): RawBuilder<{ isWritten: boolean }> {
    const isOnRecord = sql<SqlBool>`(select is_written from appended)`;
    const written = this.#statements.map((write, index) => sql`, ${sql.id(`written_${index}`)} as (${write(isOnRecord)})`);
    return sql<{ isWritten: boolean }>`with appended as materialized (select ${appended} as is_written)${sql.join(written, sql``)}
      select is_written as "isWritten" from appended`;
  }
}

/** A row that joins the group in which its record is written. */
export interface Alongside {
  join(group: Group): void;
}

/** Rows written by `write`: those that go together go in one statement. */
export function rowsWith<Row>(write: WriteRows<Row>): (row: Row) => Alongside {
  const gathered = new WeakMap<Group, Row[]>();
  return (row) => ({
    join(group) {
      const together = gathered.get(group);
      if (together) return void together.push(row);
      const rows = [row];
      gathered.set(group, rows);
      group.add((isOnRecord) => write(rows, isOnRecord));
    },
  });
}
