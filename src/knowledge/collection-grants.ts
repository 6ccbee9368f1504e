// Letting somebody into every document of a collection, also those that come later.
import type { Transaction } from 'kysely';
import { actorOf, type Caller } from '../access/access.ts';
import { noteRightsChanged, type Rights, type RightsTables } from '../access/rights.ts';
import { AppError } from '../base/errors.ts';
import type { Grant } from '../base/grant.ts';
import type { CollectionId } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { sameTransaction } from '../store/store.ts';
import { listAllCollections, namesOf, replaceCollectionGrants, type RightsLibrary } from './document-rights.store.ts';
import { presentGrants } from './present-rights.ts';

interface Dependencies {
  readonly library: RightsLibrary;
  readonly rights: Rights;
  readonly ledger: Ledger;
}

export function createCollectionGrants({ library, rights, ledger }: Dependencies) {
  const given = async (id: CollectionId) => (await rights.collectionGrants(id)).map((grant) => ({ grant, of: 'collection' as const }));

  return {
    /** Names of collections and grants only: for those who may give them. */
    async list() {
      const all = [];
      for (const { id, name } of await listAllCollections(library)) all.push({ id, name, given: await given(id) });
      const ids = all.flatMap((one) => one.given.map(({ grant }) => grant.id));
      const names = await namesOf(library, ids);
      return all.map(({ id, name, given: grants }) => ({ id, name, grants: presentGrants(grants, names) }));
    },

    async set(caller: Caller, id: CollectionId, grants: readonly Grant[], reason: string) {
      await refuseUnknown(library, grants);
      await library.transaction().execute(async (transaction) => {
        const tables: Transaction<RightsTables> = sameTransaction(transaction);
        await noteRightsChanged(tables);
        const count = await replaceCollectionGrants(transaction, id, grants);
        if (count === undefined) throw new AppError('not-found', { what: 'collection 文集' });
        await ledger.appendWithin(transaction, {
          action: 'rights-changed',
          actor: actorOf(caller),
          subject: { kind: 'collection', id },
          details: { grants: count },
          personal: { reason },
        });
      });
      const now = await given(id);
      return presentGrants(
        now,
        await namesOf(
          library,
          now.map(({ grant }) => grant.id),
        ),
      );
    },
  };
}

/** Whoever is let in must be somebody. */
export async function refuseUnknown(library: RightsLibrary, grants: readonly Grant[]): Promise<void> {
  const { departments, people } = await namesOf(
    library,
    grants.map(({ id }) => id),
  );
  const unknown = grants.find(({ to, id }) => (to === 'person' && !people.has(id)) || (to === 'department' && !departments.has(id)));
  if (unknown) throw new AppError('invalid-input', { fault: `grants: 没有这个人员或部门 no such ${unknown.to}` });
}
