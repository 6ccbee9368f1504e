// What search knows of access classes: passages of one are kept apart from those of others, and only those of some count in ranking.
import { type RawBuilder, sql } from 'kysely';

/** For queries in which `document` and its `access_class` stand under their own names. */
export const rankingClass: RawBuilder<string> = sql`access_class.id`;

/** What everybody may read: ranking statistics come from nothing else. The same for all documents of a class. */
export const isOpenToAll: RawBuilder<boolean> = sql`access_class.grade = 'public'`;
