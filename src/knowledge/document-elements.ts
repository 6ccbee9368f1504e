// Elements of official documents: shown to whoever may read the document, confirmed and corrected by whoever may write it.
import type { Updateable } from 'kysely';
import { actorOf } from '../access/access.ts';
import type { Scope } from '../access/scope.ts';
import { type Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { type VersionId } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { dateSchema } from './contract.ts';
import type { ElementValue, elementsOperations } from './elements-contract.ts';
import { findElements, type VersionElements } from './elements.store.ts';
import { findReading, type Library } from './library.store.ts';
import { isWritable, refuseUnlessWritable, type Writer } from './place-document.ts';
import type { ElementName } from './reading/reading.ts';
import type { LibrarySeal } from './sealed-library.ts';
import { gradeOfMark, raiseToMark } from './secrecy-mark.ts';
import { countUnsettled, presentElements, readOf, type SettledElement, valueOf, withSettled } from './settled-elements.ts';
import { parseStoredReading } from './stored-reading.ts';
import { unsurePlaces } from './unsure-places.ts';
import { setTitle } from './set-title.ts';
import type { LibraryTables } from './tables.ts';
import type { z } from 'zod';

type Elements = z.infer<(typeof elementsOperations)['getElements']['reply']['output']>;

interface DocumentElementsDependencies {
  readonly library: Library;
  readonly sealed: LibrarySeal;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

export interface DocumentElements {
  get(caller: Pick<Writer, 'scope' | 'writing'>, id: VersionId): Promise<Elements>;
  /** A value equal to what was read confirms it. */
  settle(writer: Writer, id: VersionId, name: ElementName, value: ElementValue | null): Promise<Elements>;
}

export function createDocumentElements({ library, sealed, ledger, clock }: DocumentElementsDependencies): DocumentElements {
  const mustFind = async (within: Library, scope: Scope, id: VersionId): Promise<VersionElements> => {
    const found = await findElements(within, sealed, scope, id);
    if (!found) throw new AppError('not-found', { what: 'version 版本' });
    return found;
  };
  const unsureIn = async (scope: Scope, id: VersionId): Promise<Elements['unsure']> => {
    const reading = sealed.version.openReading(id, await findReading(library, scope, id));
    return reading === null || reading === undefined ? [] : unsurePlaces(parseStoredReading(reading));
  };
  const get: DocumentElements['get'] = async (caller, id) => {
    const found = await mustFind(library, caller.scope, id);
    return {
      elements: presentElements(found.kept),
      unsure: found.isRecognised ? await unsureIn(caller.scope, id) : [],
      markedGrade: gradeOfMark(valueOf(found.kept, 'secrecy')),
      maySettle: isWritable(caller, found),
    };
  };
  return {
    get,
    async settle(writer, id, name, value) {
      refuseWrongShape(name, value);
      const before = await mustFind(library, writer.scope, id);
      refuseUnlessWritable(writer, before);
      await library.transaction().execute(async (transaction) => {
        await transaction.selectFrom('document').select('id').where('id', '=', before.documentId).forUpdate().execute();
        const { kept } = await mustFind(transaction, writer.scope, id);
        const one: SettledElement = { name, value, read: readOf(kept.read, name) };
        const settled = withSettled(kept.settled, one);
        await transaction
          .updateTable('document_version')
          .set({
            settled: sealed.version.sealSettled(id, settled),
            unsettled: countUnsettled({ read: kept.read, settled }),
            ...columnsOf(sealed, id, one),
          })
          .where('id', '=', id)
          .execute();
        if (name === 'title' && typeof value === 'string') await setTitle(transaction, sealed, before.documentId, value, 'person');
        const actor = actorOf(writer);
        const mark = valueOf({ read: kept.read, settled }, 'secrecy');
        if (!(await raiseToMark(transaction, ledger, before.documentId, mark, actor, clock.now())))
          throw new AppError('conflict', { fault: '更高级别处已有同名文档 a document of this name is already at the higher grade' });
        await ledger.appendWithin(transaction, {
          action: 'element-settled',
          actor,
          subject: { kind: 'document', id: before.documentId },
          details: { version: id, element: name, isAsRead: JSON.stringify(one.value) === JSON.stringify(one.read) },
          personal: { value: JSON.stringify(value), read: JSON.stringify(one.read) },
        });
      });
      // The mark may have put the document out of the writer's own sight.
      return findElements(library, sealed, writer.scope, id).then((found) =>
        found ? get(writer, id) : { elements: [], unsure: [], markedGrade: null, maySettle: false },
      );
    },
  };
}

const lists: ReadonlySet<ElementName> = new Set(['attachments', 'citations', 'repeals']);
const days: ReadonlySet<ElementName> = new Set(['date', 'printDate', 'effectiveFrom']);

function refuseWrongShape(name: ElementName, value: ElementValue | null): void {
  if (value === null) return;
  const isRight = lists.has(name)
    ? Array.isArray(value)
    : typeof value === 'string' && (!days.has(name) || dateSchema.safeParse(value).success);
  if (!isRight)
    throw new AppError('invalid-input', { fault: `value: ${days.has(name) ? '应为日期 a day, YYYY-MM-DD' : '形式不符 wrong shape'}` });
}

/** What of the version's own facts an element decides. */
function columnsOf(
  { version }: LibrarySeal,
  id: VersionId,
  { name, value: any }: SettledElement,
): Updateable<LibraryTables['document_version']> {
  const value = typeof any === 'string' ? any : null;
  if (name === 'docNo') return { document_number: version.sealNumber(id, value) };
  if (name === 'issuer') return { issuer: version.sealIssuer(id, value) };
  if (name === 'date') return { published_on: value };
  return name === 'effectiveFrom' ? { effective_on: value } : {};
}
