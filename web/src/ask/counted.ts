/** Each thing with how often it is there, the most frequent first. */
export function counted<Thing>(things: readonly Thing[]): [Thing, number][] {
  const counts = new Map<Thing, number>();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}
