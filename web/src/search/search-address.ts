// The address of a search: what is asked and how it is narrowed down lives in the URL, so that it can be kept and sent.
import { z } from 'zod';
import { operations as knowledge } from '../../../src/knowledge/contract.ts';

/** Fields as they stand in the URL; what the contract would not accept is ignored. */
export type SearchFields = Readonly<Partial<Record<FieldName, string>>>;
export type FieldName = (typeof fieldNames)[number];
const fieldNames = ['query', 'collectionId', 'department', 'grade', 'asOf', 'anyValidity', 'limit'] as const;

export function fieldsOf(address: URLSearchParams): SearchFields {
  return Object.fromEntries(fieldNames.flatMap((name) => (isAcceptable(name, address.get(name)) ? [[name, address.get(name)]] : [])));
}

/** The address with some fields changed; empty ones leave it. */
export function withFields(fields: SearchFields, changes: SearchFields): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...fields, ...changes }).filter((entry): entry is [FieldName, string] => Boolean(entry[1])));
}

/** What to send; nothing as long as nothing is asked. */
export function searchInput(fields: SearchFields): z.input<typeof knowledge.searchPassages.input> | undefined {
  const parsed = z.looseObject({ query: z.string() }).safeParse(fields);
  return parsed.success
    ? { ...fields, query: parsed.data.query, grade: knowledge.searchPassages.input.shape.grade.parse(fields.grade) }
    : undefined;
}

function isAcceptable(name: FieldName, value: string | null): boolean {
  return value !== null && knowledge.searchPassages.input.shape[name].safeParse(value).success;
}
