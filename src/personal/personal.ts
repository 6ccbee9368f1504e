// The public face of personal data: everything about one person taken out, and erased when two people decide so.
import { actorOf, type Caller } from '../access/access.ts';
import type { PersonalData } from '../access/personal-data.ts';
import { AppError } from '../base/errors.ts';
import type { ChangeId, PersonId } from '../base/ids.ts';
import { wipeTraces } from '../store/seal/wipe-traces.ts';
import { type PersonalDependencies, plainTables, wipingQueue } from './parts.ts';
import { personErasure } from './person-erasure.ts';

export type Personal = Awaited<ReturnType<typeof createPersonal>>;

export async function createPersonal({ store, jobs, ledger, changes, parts, find, isHeld, eraseReasons }: PersonalDependencies) {
  await jobs.start({ name: wipingQueue, work: () => wipeTraces(store, plainTables) });
  const erasure = personErasure({ store, jobs, parts, find, isHeld, eraseReasons });
  changes.register(erasure);

  /** That it was taken out is on record first. */
  async function* taken(caller: Caller, person: PersonId): AsyncGenerator<string> {
    await ledger.append({ action: 'person-exported', actor: actorOf(caller), subject: { kind: 'person', id: person } });
    yield '{';
    for (const [index, [name, part]] of Object.entries<PersonalData>({ ...parts }).entries()) {
      yield `${index > 0 ? ',' : ''}\n"${name}": [`;
      let separator = '\n';
      for await (const one of part.collect(person, caller)) {
        yield separator + JSON.stringify(one);
        separator = ',\n';
      }
      yield '\n]';
    }
    yield '\n}\n';
  }

  return {
    /** As JSON, in pieces: what somebody asked in years may be long. */
    async export(caller: Caller, person: PersonId): Promise<AsyncGenerator<string>> {
      const isKnown = await store
        .tables<unknown>()
        .transaction()
        .execute((transaction) => find(transaction, person));
      if (!isKnown) throw new AppError('not-found', { what: 'person 人员' });
      return taken(caller, person);
    },
    proposeErasure: (caller: Caller, personId: PersonId, reason: string): Promise<ChangeId> =>
      changes.propose(caller, erasure, { personId }, reason),
  };
}
