// Amounts as people read them: money in yuan, the rest as it is counted.
import type { Measure } from '../../../src/quota/contract.ts';
import { useFormat } from '../language/format.ts';

/** Of a yuan. */
export const millionth = 1_000_000;

export function useAmount(): (measure: Measure, amount: number) => string {
  const format = useFormat();
  return (measure, amount) => (measure === 'money' ? format.amount(amount / millionth) : format.number(amount));
}
