import { InvalidArgumentError } from 'commander';

/** What is typed for a number of things. */
export function count(value: string): number {
  if (!/^[1-9]\d*$/.test(value)) throw new InvalidArgumentError('应为正整数。 It must be a whole number above 0.');
  return Number(value);
}
