// Amounts of money on the command line.
import { AppError } from '../base/errors.ts';

/** Yuan as they are typed, in millionths: no binary fractions on the way. */
export function millionths(option: string, yuan: string): number {
  const [, whole, fraction = ''] = /^(\d{1,6})(?:\.(\d{1,6}))?$/.exec(yuan) ?? [];
  if (whole === undefined)
    throw new AppError('invalid-input', { fault: `${option}: 应为金额，最多六位小数 an amount with at most six decimals, such as 0.5` });
  return Number(whole) * 1_000_000 + Number(fraction.padEnd(6, '0'));
}
