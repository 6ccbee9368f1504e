// Rights on documents: explained, changed, and a grade lowered by two people. Content is not its matter: it knows documents by id.
import type { Transaction } from 'kysely';
import { claimAccessClass } from '../access/access-class.ts';
import { actorOf, type Caller } from '../access/access.ts';
import type { Changes } from '../access/changes/changes.ts';
import type { Rights, RightsAction } from '../access/rights.ts';
import type { AccessClassAttributes } from '../access/scope.ts';
import type { Clock } from '../base/clock.ts';
import { AppError, systemCode } from '../base/errors.ts';
import { type Grade, gradeRank } from '../base/grade.ts';
import type { Grant } from '../base/grant.ts';
import type { AccessClassId, ChangeId, DocumentId } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { sameTransaction, type Store } from '../store/store.ts';
import { createCollectionGrants, refuseUnknown } from './collection-grants.ts';
import {
  countByClass,
  type DocumentRightsTables,
  listPersonGrants,
  namesOf,
  placeOfClass,
  type RightsLibrary,
  type Standing,
  standingOfAnyDocument,
} from './document-rights.store.ts';
import type { Knowledge } from './knowledge.ts';
import { lowerGradeChange } from './lower-grade.ts';
import { grantsOfDocument, presentGrants, presentPlace, presentReaders, presentRules } from './present-rights.ts';
import type { DocumentRights } from './rights-contract.ts';

export interface DocumentRightsDependencies {
  readonly store: Store;
  readonly rights: Rights;
  readonly changes: Changes;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** The title of a document, if the caller may read it. */
  readonly titleOf: (caller: Caller, id: DocumentId) => Promise<string | undefined>;
}

export type DocumentRightsRoom = ReturnType<typeof createDocumentRights>;

export function createDocumentRights({ store, rights, changes, ledger, clock, titleOf }: DocumentRightsDependencies) {
  const library: RightsLibrary = store.tables<DocumentRightsTables>();

  /** On a site of one person he owns everything; elsewhere the policy is asked. */
  const decide = async (caller: Caller, action: RightsAction, place: AccessClassAttributes) =>
    caller.scope === 'all' ? { isAllowed: true, rules: [] } : rights.explain(caller, action, place);
  const may = async (caller: Caller, action: RightsAction, place: AccessClassAttributes): Promise<boolean> =>
    (await decide(caller, action, place)).isAllowed;

  /** A document that the caller may read or whose rights he looks after; any other is as good as none. */
  async function mustKnow(caller: Caller, id: DocumentId): Promise<Standing> {
    const standing = await standingOfAnyDocument(library, id);
    const isKnown = standing && ((await may(caller, 'read', standing.place)) || (await may(caller, 'inspect', standing.place)));
    if (!standing || !isKnown) throw new AppError('not-found', { what: 'document 文档' });
    return standing;
  }
  async function mustManage(caller: Caller, id: DocumentId): Promise<Standing> {
    const standing = await mustKnow(caller, id);
    if (!(await may(caller, 'manage', standing.place))) throw new AppError('permission-denied');
    return standing;
  }

  async function readersAt(place: AccessClassAttributes) {
    const readers = await rights.readersOf(place);
    const names = await namesOf(
      library,
      readers.flatMap(({ departmentId }) => departmentId ?? []),
    );
    return { readers: presentReaders(readers, names), readerCount: readers.length };
  }

  async function explain(caller: Caller, { place }: Standing): Promise<DocumentRights> {
    const read = await decide(caller, 'read', place);
    const ofCollection = await rights.collectionGrants(place.collectionId);
    const mayLook = await may(caller, 'inspect', place);
    const path = await rights.pathOf(place.departmentId);
    const grants = grantsOfDocument(place, ofCollection);
    const names = await namesOf(library, [...path, place.collectionId, ...grants.map(({ grant }) => grant.id)]);
    return {
      place: presentPlace(place, path, names),
      mine: {
        mayRead: read.isAllowed,
        mayWrite: await may(caller, 'write', place),
        mayManage: await may(caller, 'manage', place),
        rules: read.isAllowed ? presentRules(read.rules) : [],
      },
      all: mayLook ? { grants: presentGrants(grants, names), ...(await readersAt(place)) } : null,
    };
  }

  /** Moves a document to another class within a transaction. */
  async function move(transaction: Transaction<DocumentRightsTables>, id: DocumentId, place: AccessClassAttributes, now: Date) {
    const target = await claimAccessClass(transaction, place, now);
    try {
      await transaction.updateTable('document').set({ access_class_id: target }).where('id', '=', id).execute();
    } catch (error) {
      if (systemCode(error) !== '23505') throw error;
      throw new AppError('conflict', { fault: '那里已有同名文档 a document of this name is already there' }, { cause: error });
    }
    return target;
  }

  const lowering = lowerGradeChange({ library, may, move, titleOf, mustManage });
  changes.register(lowering);

  return {
    /** Whether there is such a document, whoever may know of it: for rooms that decide that themselves. */
    isThere: async (within: Transaction<unknown>, id: DocumentId): Promise<boolean> => {
      const tables: Transaction<DocumentRightsTables> = sameTransaction(within);
      return (await standingOfAnyDocument(tables, id)) !== undefined;
    },
    /** What was given to single people, with the documents that each reaches by it. */
    personGrants: () => listPersonGrants(library),
    explain: async (caller: Caller, id: DocumentId): Promise<DocumentRights> => explain(caller, await mustKnow(caller, id)),

    async setGrants(caller: Caller, id: DocumentId, grants: readonly Grant[]): Promise<DocumentRights> {
      const { classId, place } = await mustManage(caller, id);
      await refuseUnknown(library, grants);
      await library.transaction().execute(async (transaction) => {
        const target = await move(transaction, id, { ...place, grants }, clock.now());
        await ledger.appendWithin(transaction, {
          action: 'rights-changed',
          actor: actorOf(caller),
          subject: { kind: 'document', id },
          details: { from: classId, to: target, grants: grants.length },
        });
      });
      return explain(caller, await mustKnow(caller, id));
    },

    collections: createCollectionGrants({ library, rights, ledger }),

    /** Counts and names of people are for those who look after rights there; any other class is as good as none. */
    async readersOfClass(caller: Caller, id: AccessClassId) {
      const place = await placeOfClass(library, id);
      if (!place || !(await may(caller, 'inspect', place))) throw new AppError('not-found', { what: 'access class 权限类' });
      return readersAt(place);
    },

    proposeLowerGrade: (caller: Caller, documentId: DocumentId, grade: Grade, reason: string): Promise<ChangeId> =>
      changes.propose(caller, lowering, { documentId, grade }, reason),

    async listClasses(caller: Caller) {
      const all = await countByClass(library);
      const known = [];
      for (const one of all) if (await may(caller, 'inspect', one.place)) known.push(one);
      const paths = new Map<string | null, Awaited<ReturnType<Rights['pathOf']>>>();
      for (const { place } of known) paths.set(place.departmentId, await rights.pathOf(place.departmentId));
      const grantsOf = new Map<string, ReturnType<typeof grantsOfDocument>>();
      for (const { classId, place } of known)
        grantsOf.set(classId, grantsOfDocument(place, await rights.collectionGrants(place.collectionId)));
      const names = await namesOf(library, [
        ...[...paths.values()].flat(),
        ...known.map(({ place }) => place.collectionId),
        ...[...grantsOf.values()].flatMap((grants) => grants.map(({ grant }) => grant.id)),
      ]);
      return known
        .map(({ classId, documentCount, place }) => ({
          id: classId,
          documentCount,
          ...presentPlace(place, paths.get(place.departmentId) ?? [], names),
          grants: presentGrants(grantsOf.get(classId) ?? [], names),
        }))
        .toSorted((left, right) => gradeRank(right.grade) - gradeRank(left.grade) || right.documentCount - left.documentCount);
    },
  };
}

/** Titles as the library shows them to those who may read. */
export function titleFor(knowledge: Pick<Knowledge, 'getDocument'>): DocumentRightsDependencies['titleOf'] {
  return async ({ scope }, id) => {
    try {
      return (await knowledge.getDocument(scope, id)).document.title;
    } catch (error) {
      if (error instanceof AppError && error.code === 'not-found') return undefined;
      throw error;
    }
  };
}
