// How values come back from both databases: days stay text (`YYYY-MM-DD`) and row counts are numbers.

/** By the type's number in PostgreSQL's catalogue (pg_type.oid). */
export const valueParsers: Readonly<Record<number, (value: string) => unknown>> = {
  // date
  1082: (value) => value,
  // bigint
  20: Number,
  // bytea, which arrives in hex behind `\x`
  17: (value) => Buffer.from(value.slice(2), 'hex'),
};

/** PGlite's own is a hundred times slower. */
export const valueSerializers: Readonly<Record<number, (value: Uint8Array) => string>> = {
  17: (value) => `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`,
};
