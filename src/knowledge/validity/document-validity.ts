// The validity of a document: its history, what it rests on, what rests on it, and a repeal confirmed by an editor.
import { actorOf } from '../../access/access.ts';
import type { Scope } from '../../access/scope.ts';
import { type Clock, todayInChina } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import type { DocumentId, VersionId } from '../../base/ids.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { findDocument, type Library } from '../library.store.ts';
import { isWritable, refuseUnlessWritable, type Writer } from '../place-document.ts';
import type { LibrarySeal } from '../sealed-library.ts';
import type { CitedDocument, DocumentValidity } from '../validity-contract.ts';
import { validityOn } from '../validity.ts';
import { endVersion } from './apply-repeals.ts';
import { isMeant, type Named } from './cited-names.ts';
import { type Citation, citationsOf, type Citing, citingDocument } from './citations.store.ts';
import { eventsOf, type HistoryVersion, periodOf } from './history.ts';
import { historyOf } from './history.store.ts';
import { standingOf, type VersionStanding } from './standing.store.ts';

interface ValidityDependencies {
  readonly library: Library;
  readonly sealed: LibrarySeal;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Versions that are searched, whatever their validity, among what may be read. */
  readonly findNamed: (scope: Scope, isWanted: (named: Named) => boolean) => Promise<VersionId[]>;
}

export interface ValidityOfDocuments {
  get(caller: Pick<Writer, 'scope' | 'writing'>, id: DocumentId): Promise<DocumentValidity>;
  repeal(writer: Writer, id: DocumentId, by: DocumentId, on: string): Promise<DocumentValidity>;
}

export function createValidityOfDocuments({ library, sealed, ledger, clock, findNamed }: ValidityDependencies): ValidityOfDocuments {
  const mustFind = async (scope: Scope, id: DocumentId) => {
    const document = await findDocument(library, scope, id);
    if (!document) throw new AppError('not-found', { what: 'document 文档' });
    return document;
  };

  const get: ValidityOfDocuments['get'] = async (caller, id) => {
    const document = await mustFind(caller.scope, id);
    const today = todayInChina(clock);
    const versions = await historyOf(library, sealed, id);
    const newest = versions[0];
    const [standing] = newest ? await standingOf(library, sealed, [newest.id]) : [];
    const citing = standing ? await citingDocument(library, sealed, caller.scope, id, standing) : [];
    const links = await titlesWithin(
      caller.scope,
      versions.flatMap(({ repealedBy }) => repealedBy ?? []),
    );
    return {
      periods: versions.map((version) => periodOf(version, today)),
      events: eventsOf(versions, citing, links),
      versionId: newest?.id ?? null,
      cites: newest ? await withFound(caller.scope, await citationsOf(library, sealed, newest.id), id, today) : [],
      citedBy: onePerDocument(citing).map(({ documentId, title, kind }) => ({ documentId, title, kind })),
      openRepeals: newest ? openRepeals(citing, newest) : [],
      mayWrite: isWritable(caller, document),
    };
  };

  async function titlesWithin(scope: Scope, ids: readonly DocumentId[]): Promise<ReadonlyMap<DocumentId, string>> {
    const found = await Promise.all([...new Set(ids)].map((id) => findDocument(library, scope, id)));
    return new Map(found.flatMap((row) => (row ? [[row.id, sealed.document.openTitle(row.id, row.title)]] : [])));
  }

  /** Where several documents are meant, the one that counts today, else the newest. */
  async function withFound(scope: Scope, cited: readonly Citation[], own: DocumentId, today: string): Promise<CitedDocument[]> {
    const ids = cited.length === 0 ? [] : await findNamed(scope, (named) => cited.some((one) => isMeant(one, named)));
    const candidates = (await standingOf(library, sealed, ids)).filter(({ documentId }) => documentId !== own);
    return cited.map(({ kind, title, number, start, end, ...said }) => {
      const [found] = candidates.filter((one) => isMeant({ title, number, ...said }, one)).toSorted(byUse(today));
      const link = found && {
        documentId: found.documentId,
        title: found.title,
        validity: validityOn(today, found),
        expiredOn: found.expiredOn,
      };
      return { kind, title, number, start, end, found: link ?? null };
    });
  }

  return {
    get,
    async repeal(writer, id, by, on) {
      refuseUnlessWritable(writer, await mustFind(writer.scope, id));
      await mustFind(writer.scope, by);
      const [newest] = await historyOf(library, sealed, id);
      const [of] = newest ? await standingOf(library, sealed, [newest.id]) : [];
      if (!of || by === id) throw new AppError('conflict', { fault: '没有可废止的版本 there is no version to repeal' });
      await library.transaction().execute((transaction) => endVersion(transaction, ledger, { by, of, on }, actorOf(writer)));
      return get(writer, id);
    },
  };
}

function byUse(today: string) {
  const isInForce = (one: VersionStanding): number => Number(validityOn(today, one) === 'in-force');
  return (left: VersionStanding, right: VersionStanding): number =>
    isInForce(right) - isInForce(left) || (right.effectiveOn ?? '').localeCompare(left.effectiveOn ?? '');
}

const weight = { repeals: 0, amends: 1, cites: 2 } as const;

/** The strongest of what a document says of this one. */
function onePerDocument(citing: readonly Citing[]): Citing[] {
  const byDocument = Map.groupBy(citing, ({ documentId }) => documentId);
  return [...byDocument.values()].flatMap((all) => all.toSorted((left, right) => weight[left.kind] - weight[right.kind])[0] ?? []);
}

function openRepeals(citing: readonly Citing[], { expiredOn, repealedBy, publishedOn, effectiveOn }: HistoryVersion) {
  return onePerDocument(citing).flatMap(({ kind, documentId, title, ...when }) => {
    const on = when.on ?? when.effectiveOn ?? when.publishedOn;
    const begun = effectiveOn ?? publishedOn;
    const isLaterEdition = begun !== null && on !== null && begun >= on;
    const isSettled = repealedBy === documentId || (expiredOn !== null && on !== null && expiredOn <= on);
    return kind !== 'repeals' || isLaterEdition || isSettled ? [] : [{ documentId, title, on }];
  });
}
