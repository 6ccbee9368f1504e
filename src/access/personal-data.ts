// What a room holds about one person: told to that person, and erased when two people have decided so.
import type { Transaction } from 'kysely';
import { type Grade, gradeRank } from '../base/grade.ts';
import type { PersonId } from '../base/ids.ts';
import type { Caller } from './access.ts';

export interface PersonalData {
  /** One thing after the other, as much of each as the caller may see: the person, or somebody who takes it out for them. */
  collect(person: PersonId, caller: Caller): AsyncIterable<unknown>;
  /** What stays tells nothing of who it was. Resolves to how much was erased. */
  erase(within: Transaction<unknown>, person: PersonId): Promise<number>;
}

/** What a question holds has a grade of its own: above internal, whoever takes the data out for somebody else is not shown it. */
export function isToldToOthers(grade: Grade): boolean {
  return gradeRank(grade) <= gradeRank('internal');
}
