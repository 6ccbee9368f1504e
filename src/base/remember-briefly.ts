// What many requests ask for at once is looked up once and known for a moment; nothing that was not found is kept.

interface Limits {
  /** What changed elsewhere counts no later than that. */
  readonly forMs: number;
  readonly most: number;
}

export function rememberBriefly<Value>(find: (key: string) => Promise<Value>, { forMs, most }: Limits): (key: string) => Promise<Value> {
  const known = new Map<string, { readonly value: Value; readonly until: number }>();
  return async (key) => {
    const now = performance.now();
    const found = known.get(key);
    if (found && found.until > now) return found.value;
    known.delete(key);
    const value = await find(key);
    if (value !== undefined && known.size < most) known.set(key, { value, until: now + forMs });
    return value;
  };
}
