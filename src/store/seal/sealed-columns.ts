// Columns of tables whose values are sealed, declared by the rooms that own them. A value's place is table, column and row.
import { z } from 'zod';
import type { SealPurpose } from '../keys/purposes.ts';
import { fromText } from './envelope.ts';
import type { ValueSeal } from './value-seal.ts';

/** Of a table whose rows have an `id` of type `uuid`. */
export interface ColumnPlace {
  readonly table: string;
  readonly column: string;
  readonly purpose: SealPurpose;
}

/** A column of type `text`. */
export interface SealedTextColumn {
  seal(row: string, text: string): string;
  open(row: string, stored: string): string;
  open(row: string, stored: string | null): string | null;
}
/** A column of type `jsonb`: sealed values are JSON strings. */
export interface SealedJsonColumn {
  /** As JSON text, to be written. */
  seal(row: string, value: unknown): string;
  open(row: string, stored: unknown): unknown;
}
/** A column of type `text[]`: a sealed value is its only element. */
export interface SealedTextsColumn {
  seal(row: string, texts: readonly string[]): string[];
  open(row: string, stored: readonly string[]): string[];
}

/** What sealing old rows, and sealing anew under a new key, needs to know of a column. */
export interface DeclaredColumn extends ColumnPlace {
  readonly kind: 'text' | 'json' | 'texts';
  /** The value under the key that now seals, or nothing when it already is. */
  renew(row: string, stored: unknown): string | undefined;
  /** Whether it is as it was sealed, at the place that it was sealed for. */
  opens(row: string, stored: unknown): boolean;
  /** How values under the key that now seals begin. */
  currentMarks(): readonly string[];
}

export interface SealedColumns {
  text(place: ColumnPlace): SealedTextColumn;
  json(place: ColumnPlace): SealedJsonColumn;
  texts(place: ColumnPlace): SealedTextsColumn;
  declared(): readonly DeclaredColumn[];
}

export function createSealedColumns(seal: ValueSeal): SealedColumns {
  const declared = new Map<string, DeclaredColumn>();
  const declare = (place: ColumnPlace, kind: DeclaredColumn['kind']) => {
    const placeOf = (row: string): string => `${place.table}.${place.column} ${row}`;
    const put = (row: string, text: string): string => seal.sealText(place.purpose, placeOf(row), text);
    const take = (row: string, stored: string): string => seal.openText(place.purpose, placeOf(row), stored);
    declared.set(`${place.table}.${place.column}`, {
      ...place,
      kind,
      currentMarks: () => seal.currentMarks(place.purpose),
      opens(row, stored) {
        const { sealed, plain } = parts(kind, stored);
        try {
          take(row, sealed ?? plain);
          return true;
        } catch {
          return false;
        }
      },
      renew(row, stored) {
        const { sealed, plain } = parts(kind, stored);
        if (sealed === undefined) return put(row, plain);
        return seal.isCurrent(place.purpose, sealed) ? undefined : put(row, take(row, sealed));
      },
    });
    /** A sealed value as its text; one from before there were keys as it would be sealed, if that is still accepted. */
    const open = (row: string, stored: unknown): string => {
      const { sealed, plain } = parts(kind, stored);
      return take(row, sealed ?? plain);
    };
    return { put, take, open };
  };
  return {
    text(place) {
      const { put, take } = declare(place, 'text');
      function open(row: string, stored: string): string;
      function open(row: string, stored: string | null): string | null;
      function open(row: string, stored: string | null): string | null {
        return stored === null ? null : take(row, stored);
      }
      return { seal: put, open };
    },
    json(place) {
      const { put, open } = declare(place, 'json');
      return {
        seal: (row, value) => JSON.stringify(put(row, JSON.stringify(value))),
        open: (row, stored) => JSON.parse(open(row, stored)) as unknown,
      };
    },
    texts(place) {
      const { put, open } = declare(place, 'texts');
      return {
        seal: (row, texts) => [put(row, JSON.stringify(texts))],
        open: (row, stored) => textsSchema.parse(JSON.parse(open(row, stored))),
      };
    },
    declared: () => [...declared.values()],
  };
}

const textsSchema = z.array(z.string());

/** The sealed text in a stored value, or else the text that would be sealed in its stead. */
function parts(kind: DeclaredColumn['kind'], stored: unknown): { readonly sealed?: string; readonly plain: string } {
  const only: unknown = kind === 'texts' && Array.isArray(stored) && stored.length === 1 ? stored[0] : stored;
  if (typeof only === 'string' && fromText(only)) return { sealed: only, plain: '' };
  return { plain: kind === 'text' && typeof stored === 'string' ? stored : JSON.stringify(stored) };
}
