// Elements as they count: what a person said of one goes before what was read. What was said holds for later versions of the
// document too, for as long as reading finds the same in them.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Element, elementNameSchema, type ElementValue, elementValueSchema } from './elements-contract.ts';
import { type DocumentElement, type DocumentFacts, type ElementName, elementNames } from './reading/reading.ts';

const readElementSchema = z.object({
  name: elementNameSchema,
  value: z.union([z.string(), z.array(z.string())]),
  span: z.object({ start: z.number(), end: z.number() }).nullable(),
  confidence: z.number(),
  isRecognised: z.boolean().exactOptional(),
});
export type ReadElement = z.infer<typeof readElementSchema>;

const settledElementSchema = z.object({
  name: elementNameSchema,
  value: elementValueSchema.nullable(),
  /** What had been read then. */
  read: z.union([z.string(), z.array(z.string())]).nullable(),
});
export type SettledElement = z.infer<typeof settledElementSchema>;

export interface KeptElements {
  readonly read: readonly ReadElement[];
  readonly settled: readonly SettledElement[];
}

export function parseKept(elements: unknown, settled: unknown): KeptElements {
  return { read: z.array(readElementSchema).parse(elements ?? []), settled: z.array(settledElementSchema).parse(settled ?? []) };
}

/** One of each name, the last that was found: what `parse --json` prints. */
export function onePerName(elements: readonly DocumentElement[]): DocumentElement[] {
  return [...new Map(elements.map((element) => [element.name, element])).values()];
}

export function withSettled(settled: readonly SettledElement[], one: SettledElement): SettledElement[] {
  return [...settled.filter(({ name }) => name !== one.name), one];
}

/** What was said of an earlier version and still holds of this one. */
export function carriedOver(earlier: KeptElements, { read, settled }: KeptElements): SettledElement[] {
  const isOpen = (name: ElementName) => !settled.some((one) => one.name === name);
  const stillHolds = (one: SettledElement) => isOpen(one.name) && isDeepStrictEqual(one.read, readOf(read, one.name));
  return [...settled, ...earlier.settled.filter(stillHolds)];
}

export function readOf(read: readonly ReadElement[], name: ElementName): ElementValue | null {
  return read.find((element) => element.name === name)?.value ?? null;
}

/** What a document is found, cited and counted by. */
const mattering: readonly ElementName[] = ['secrecy', 'docNo', 'issuer', 'date', 'effectiveFrom'];

/** How many of those that matter were read and nobody has confirmed. */
export function countUnsettled({ read, settled }: KeptElements): number {
  const isOpen = (name: ElementName) => read.some((one) => one.name === name) && !settled.some((one) => one.name === name);
  return mattering.filter(isOpen).length;
}

/** In the order in which they stand on a page. */
export function presentElements({ read, settled }: KeptElements): Element[] {
  const known = new Set([...read, ...settled].map(({ name }) => name));
  const names = elementNames.filter((name) => known.has(name));
  return names.map((name) => {
    const found = read.find((element) => element.name === name);
    const said = settled.find((element) => element.name === name);
    const readValue = found?.value ?? null;
    const value = said ? said.value : readValue;
    return {
      name,
      value,
      source: said === undefined ? 'read' : isDeepStrictEqual(value, readValue) ? 'confirmed' : 'corrected',
      read: readValue,
      span: found?.span ?? null,
      confidence: found?.confidence ?? null,
      isRecognised: found?.isRecognised === true,
    };
  });
}

/** The one value of an element, as it counts; null where it has none, or several. */
export function valueOf({ read, settled }: KeptElements, name: ElementName): string | null {
  const said = settled.find((element) => element.name === name);
  const value = said ? said.value : readOf(read, name);
  return typeof value === 'string' ? value : null;
}

/** What the document says of itself, as it counts. */
export function factsAsSettled(facts: DocumentFacts, settled: readonly SettledElement[]) {
  const fact = (name: ElementName, read: string | undefined): string | null =>
    settled.some((one) => one.name === name) ? valueOf({ read: [], settled }, name) : (read ?? null);
  return {
    documentNumber: fact('docNo', facts.documentNumber),
    issuer: fact('issuer', facts.issuer),
    publishedOn: fact('date', facts.publishedOn),
    effectiveOn: fact('effectiveFrom', facts.effectiveOn),
  };
}
