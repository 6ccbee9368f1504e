// Rows of another room that stand exactly if their records do: one statement writes both, so one commit makes both durable.

/** A function of the database, made by a migration of the room that owns the rows: it takes them as `jsonb`, writes them and returns true. */
export type WriteFunction = string;

/** What is written with the records of a group, gathered entry by entry. */
export class Group {
  readonly #rows = new Map<WriteFunction, object[]>();

  add(writeFunction: WriteFunction, rows: readonly object[]): void {
    const together = this.#rows.get(writeFunction);
    if (together) together.push(...rows);
    else this.#rows.set(writeFunction, [...rows]);
  }

  /** In the order in which they are written. */
  functions(): WriteFunction[] {
    return [...this.#rows.keys()];
  }

  /** As JSON, in the same order. */
  values(): string[] {
    return [...this.#rows.values()].map((rows) => JSON.stringify(rows));
  }
}

/** A row that joins the group in which its record is written. */
export interface Alongside {
  join(group: Group): void;
}

/** Rows written by `writeFunction`, their members named as its columns. */
export function rowsWith<Row>(writeFunction: WriteFunction, present: (row: Row) => object | readonly object[]): (row: Row) => Alongside {
  return (row) => ({ join: (group) => group.add(writeFunction, [present(row)].flat()) });
}
