// Whether this site has accounts or one person. Undecided until the first account is taken or solo mode is chosen; leaving solo
// mode decides for accounts, and that is final.
import type { SignInDatabase } from './tables.ts';

export type SiteMode = 'undecided' | 'accounts' | 'solo';

export async function readSiteMode(database: SignInDatabase): Promise<SiteMode> {
  return (await database.selectFrom('site').select('mode').executeTakeFirst())?.mode ?? 'undecided';
}

/** Decides if nothing was decided before; returns what holds then. */
export async function decideSiteMode(database: SignInDatabase, mode: 'accounts' | 'solo', now: Date): Promise<SiteMode> {
  await database
    .insertInto('site')
    .values({ mode, decided_at: now })
    .onConflict((conflict) => conflict.column('only_row').doNothing())
    .execute();
  return readSiteMode(database);
}

/** Returns whether the site was in solo mode. */
export async function leaveSoloMode(database: SignInDatabase, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('site')
    .set({ mode: 'accounts', decided_at: now })
    .where('mode', '=', 'solo')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
