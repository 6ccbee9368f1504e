// The package of OpenDocument files (ISO/IEC 26300-3): the part with the content, and whether it is encrypted.
import type { FileFlag, RejectionReason } from '../reading.ts';
import { packageFlags } from './package-flags.ts';
import { readZipParts } from './zip-parts.ts';

const mainPart = 'content.xml';
const manifestPart = 'META-INF/manifest.xml';

export type OdfPackage =
  | { readonly kind: 'package'; readonly content: string; readonly flags: readonly FileFlag[] }
  | { readonly kind: 'rejected'; readonly reason: RejectionReason };

export function openOdf(bytes: Uint8Array): OdfPackage {
  const unpacked = readZipParts(bytes, (name) => name === mainPart || name === manifestPart);
  if (unpacked.kind === 'rejected') return unpacked;
  const { parts } = unpacked;
  if ((parts.get(manifestPart) ?? '').includes('encryption-data')) return { kind: 'rejected', reason: 'encrypted' };
  const content = parts.get(mainPart);
  if (content === undefined) return { kind: 'rejected', reason: 'damaged' };
  return { kind: 'package', content, flags: packageFlags(unpacked) };
}
