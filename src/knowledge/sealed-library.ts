// What of the library is sealed on disk, and how rows are opened. Names are found by a keyed hash.
import type { CitationId, DocumentId, PassageId, VersionId } from '../base/ids.ts';
import type { Seal } from '../store/seal/seal.ts';

export interface LibrarySeal {
  readonly document: {
    seal(id: DocumentId, row: { name: string; title: string }): { name: string; name_index: string; title: string };
    sealTitle(id: DocumentId, title: string): string;
    openName(id: DocumentId, name: string): string;
    openTitle(id: DocumentId, title: string): string;
    /** Equal for equal names; stands in their stead in lookups and uniqueness. */
    nameIndex(name: string): string;
  };
  readonly version: {
    seal(id: VersionId, row: SealableVersion): SealedVersion;
    sealCleaning(id: VersionId, cleaning: unknown): string;
    sealNumber(id: VersionId, documentNumber: string | null): string | null;
    sealIssuer(id: VersionId, issuer: string | null): string | null;
    sealElements(id: VersionId, elements: unknown): string;
    sealSettled(id: VersionId, settled: unknown): string;
    /** Nothing where none were kept. */
    openElements(id: VersionId, elements: unknown): unknown;
    openSettled(id: VersionId, settled: unknown): unknown;
    sealPassword(id: VersionId, password: string): string;
    /** Nothing where none was given. */
    openPassword(id: VersionId, password: string | null): string | undefined;
    openReading(id: VersionId, reading: unknown): unknown;
    openNumber(id: VersionId, documentNumber: string | null): string | null;
    openIssuer(id: VersionId, issuer: string | null): string | null;
    openCleaning(id: VersionId, cleaning: unknown): unknown;
  };
  readonly citation: {
    /** Equal for equal numbers and titles; found by in their stead. */
    numberKey(number: string): string;
    titleKey(title: string): string;
    seal(id: CitationId, cited: unknown): string;
    open(id: CitationId, cited: unknown): unknown;
  };
  readonly passage: {
    seal(id: PassageId, row: { heading_path: readonly string[]; text: string; origin: unknown }): SealedPassage;
    open(row: { readonly id: PassageId; readonly heading_path: readonly string[]; readonly text: string }): {
      headingPath: string[];
      text: string;
    };
    openOrigin(id: PassageId, origin: unknown): unknown;
  };
}

interface SealableVersion {
  readonly document_number: string | null;
  readonly issuer: string | null;
  readonly reading: unknown;
  readonly cleaning: unknown;
}
interface SealedVersion {
  document_number: string | null;
  issuer: string | null;
  reading: string;
  cleaning: string;
}
interface SealedPassage {
  heading_path: string[];
  text: string;
  origin: string;
}

export function sealLibrary({ columns, hash }: Seal): LibrarySeal {
  const text = (table: string, column: string) => columns.text({ table, column, purpose: 'library' });
  const json = (table: string, column: string) => columns.json({ table, column, purpose: 'library' });
  const name = text('document', 'name');
  const title = text('document', 'title');
  const documentNumber = text('document_version', 'document_number');
  const issuer = text('document_version', 'issuer');
  const reading = json('document_version', 'reading');
  const cleaning = json('document_version', 'cleaning');
  const elements = json('document_version', 'elements');
  const settled = json('document_version', 'settled');
  const password = text('document_version', 'password');
  const sealNumber = (id: VersionId, plain: string | null) => (plain === null ? null : documentNumber.seal(id, plain));
  const sealIssuer = (id: VersionId, plain: string | null) => (plain === null ? null : issuer.seal(id, plain));
  const cited = json('citation', 'cited');
  const headingPath = columns.texts({ table: 'passage', column: 'heading_path', purpose: 'library' });
  const passageText = text('passage', 'text');
  const origin = json('passage', 'origin');
  const nameIndex = (plain: string): string => hash('document-names', plain);
  return {
    document: {
      seal: (id, row) => ({ name: name.seal(id, row.name), name_index: nameIndex(row.name), title: title.seal(id, row.title) }),
      sealTitle: (id, plain) => title.seal(id, plain),
      openName: (id, stored) => name.open(id, stored),
      openTitle: (id, stored) => title.open(id, stored),
      nameIndex,
    },
    version: {
      seal: (id, row) => ({
        document_number: sealNumber(id, row.document_number),
        issuer: sealIssuer(id, row.issuer),
        reading: reading.seal(id, row.reading),
        cleaning: cleaning.seal(id, row.cleaning),
      }),
      sealCleaning: (id, plain) => cleaning.seal(id, plain),
      sealNumber,
      sealIssuer,
      sealElements: (id, plain) => elements.seal(id, plain),
      sealSettled: (id, plain) => settled.seal(id, plain),
      openElements: (id, stored) => (stored === null ? undefined : elements.open(id, stored)),
      openSettled: (id, stored) => (stored === null ? undefined : settled.open(id, stored)),
      sealPassword: (id, plain) => password.seal(id, plain),
      openPassword: (id, stored) => (stored === null ? undefined : password.open(id, stored)),
      openReading: (id, stored) => reading.open(id, stored),
      openNumber: (id, stored) => documentNumber.open(id, stored),
      openIssuer: (id, stored) => issuer.open(id, stored),
      openCleaning: (id, stored) => cleaning.open(id, stored),
    },
    citation: {
      numberKey: (number) => hash('document-names', `number ${number}`),
      titleKey: (plain) => hash('document-names', `title ${plain}`),
      seal: (id, plain) => cited.seal(id, plain),
      open: (id, stored) => cited.open(id, stored),
    },
    passage: {
      seal: (id, row) => ({
        heading_path: headingPath.seal(id, row.heading_path),
        text: passageText.seal(id, row.text),
        origin: origin.seal(id, row.origin),
      }),
      open: (row) => ({ headingPath: headingPath.open(row.id, row.heading_path), text: passageText.open(row.id, row.text) }),
      openOrigin: (id, stored) => origin.open(id, stored),
    },
  };
}
