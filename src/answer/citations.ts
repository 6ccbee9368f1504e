// The quotations of one answer, numbered in the order in which sentences rest on them: the same span has one number.
import type { Quotation } from './contract.ts';
import type { UnnumberedQuotation } from './quote.ts';

export interface Citations {
  number(quotation: UnnumberedQuotation): Quotation;
  all(): readonly Quotation[];
}

export function createCitations(): Citations {
  const numbered = new Map<string, Quotation>();
  return {
    number(quotation) {
      const place = `${quotation.version.id} ${quotation.start} ${quotation.end}`;
      const known = numbered.get(place) ?? { ...quotation, number: numbered.size + 1 };
      numbered.set(place, known);
      return known;
    },
    all: () => [...numbered.values()],
  };
}
