// The name that is typed to sign in: one form for all ways to write it.

/** Compatible characters, lower case, no space around. */
export function normalLoginName(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
