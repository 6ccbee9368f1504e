// Which licences may ship: those that ask for no more than to be named.
import type { Shipped } from './shipped.ts';

const permitted = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'CC0-1.0',
  'Unlicense',
  'BlueOak-1.0.0',
  'Zlib',
]);

/** Read in the files of the package, since its description names none. */
const readByHand: Readonly<Record<string, string>> = {
  // LICENSE: MIT
  'format@0.2.2': 'MIT',
  'khroma@2.1.0': 'MIT',
};

export function licenceFaults(shipped: readonly Shipped[]): string[] {
  return shipped.flatMap(({ name, version, licence }) => {
    const known = licence ?? readByHand[`${name}@${version}`];
    if (known === undefined) return [`${name}@${version} names no licence`];
    return isPermitted(known) ? [] : [`${name}@${version} is under ${known}`];
  });
}

/** An SPDX expression without nesting: one of the alternatives, all of the parts. */
function isPermitted(expression: string): boolean {
  return expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((alternative) => alternative.split(' AND ').every((licence) => permitted.has(licence.trim())));
}
