// Lists that were ranked by different measures made into one: each gives a passage a share that falls with its place (reciprocal rank
// fusion). Places are those within what the caller may find, so nothing else moves them.

/** How slowly the share falls: the usual 60. */
const slowness = 60;

/** Best first; equal ones in the order of the first list that has them. */
export function fuse<Item>(...lists: readonly (readonly Item[])[]): Item[] {
  const shares = new Map<Item, number>();
  for (const list of lists)
    for (const [index, item] of list.entries()) shares.set(item, (shares.get(item) ?? 0) + 1 / (slowness + index + 1));
  return Array.from(shares)
    .toSorted(([, left], [, right]) => right - left)
    .map(([item]) => item);
}
