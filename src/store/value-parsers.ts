// How values come back from both databases: days stay text (`YYYY-MM-DD`) and row counts are numbers.

/** By the type's number in PostgreSQL's catalogue (pg_type.oid). */
export const valueParsers: Readonly<Record<number, (value: string) => unknown>> = {
  // date
  1082: (value) => value,
  // bigint
  20: Number,
};
