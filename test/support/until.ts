// Waiting for something that happens in the background: asks again until it is so, and fails with its name after a deadline.

const pauseMs = 20;

/** Resolves to the first value of `look` that is not `undefined`. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined> | Value | undefined,
  deadlineMs = 30_000,
): Promise<Value> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < deadlineMs) {
    const value = await look();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`Waited ${deadlineMs / 1000} s in vain until ${what}.`);
}
