// The package of OpenDocument files (ISO/IEC 26300-3): the parts with content and styles, opened where they are encrypted.
import { strFromU8 } from 'fflate';
import type { FileFlag, RejectionReason } from '../reading.ts';
import { encryptedParts, openPart } from './odf-encryption.ts';
import { packageFlags } from './package-flags.ts';
import { readZipEntries } from './zip-parts.ts';

const mainPart = 'content.xml';
const manifestPart = 'META-INF/manifest.xml';
/** The whole package, encrypted as one. */
const wholePart = 'encrypted-package';
const stylesPart = 'styles.xml';
const wanted: readonly string[] = [mainPart, stylesPart, manifestPart, wholePart];

export type OdfPackage =
  | { readonly kind: 'package'; readonly content: string; readonly styles: string; readonly flags: readonly FileFlag[] }
  | { readonly kind: 'rejected'; readonly reason: RejectionReason };

/** Throws `MalformedFile` where it is encrypted and does not open. */
export function openOdf(bytes: Uint8Array, password: string | undefined): OdfPackage {
  const unpacked = readZipEntries(bytes, (name) => wanted.includes(name));
  if (unpacked.kind === 'rejected') return unpacked;
  const { parts } = unpacked;
  const encrypted = encryptedParts(withoutType(strFromU8(parts.get(manifestPart) ?? new Uint8Array())));
  const closed = encrypted.find(({ name }) => name === wholePart) ?? encrypted.find(({ name }) => name === mainPart);
  if (encrypted.length > 0 && (closed === undefined || password === undefined)) return { kind: 'rejected', reason: 'encrypted' };
  const read = (name: string): Uint8Array | undefined => {
    const stored = parts.get(name);
    const lock = encrypted.find((part) => part.name === name);
    return stored === undefined || lock === undefined || password === undefined ? stored : openPart(lock, stored, password);
  };
  const content = read(closed?.name ?? mainPart);
  if (content === undefined) return { kind: 'rejected', reason: 'damaged' };
  // A package inside that is encrypted once more is of nobody's making.
  if (closed?.name === wholePart) return openOdf(content, undefined);
  const styles = strFromU8(read(stylesPart) ?? new Uint8Array());
  return { kind: 'package', content: strFromU8(content), styles, flags: packageFlags({ parts: new Map(), names: unpacked.names }) };
}

/** OpenOffice 2 named the type of its manifests, which says nothing of its own; one that does is left in, and refused. */
function withoutType(manifest: string): string {
  return manifest.replace(/<!DOCTYPE[^[>]*>/, '');
}
