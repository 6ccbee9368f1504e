// The file of a document is no longer where it came from: told to editors, and nothing else is done to the document.
import type { DocumentId, SourceId } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Library } from './library.store.ts';

export async function noteOriginGone(
  { library, ledger }: { readonly library: Library; readonly ledger: Pick<Ledger, 'appendWithin'> },
  id: DocumentId,
  source: SourceId,
  now: Date,
): Promise<void> {
  await library.transaction().execute(async (transaction) => {
    const noted = await transaction
      .updateTable('document')
      .set({ origin_gone_at: now })
      .where('id', '=', id)
      .where('origin_gone_at', 'is', null)
      .returning('id')
      .execute();
    if (noted.length === 0) return;
    await ledger.appendWithin(transaction, {
      action: 'document-origin-gone',
      actor: { kind: 'system', id: 'library-sources' },
      subject: { kind: 'document', id },
      details: { source },
    });
  });
}
