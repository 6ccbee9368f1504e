// Originals from before files were sealed: sealed, then known by their new address, then gone as plain files. Safe to stop anywhere.
import type { Files } from '../store/files.ts';
import type { SealedStock } from '../store/seal/sealing.ts';
import type { Library } from './library.store.ts';

export function plainOriginals(library: Library, files: Files): SealedStock {
  return {
    countStale: async () => (await files.listPlain()).length,
    async renewStale(report) {
      for (const sha256 of await files.listPlain()) {
        const address = await files.sealPlain(sha256);
        await library.updateTable('document_version').set({ sha256: address }).where('sha256', '=', sha256).execute();
        await files.removePlain(sha256);
        await report(1);
      }
    },
  };
}
