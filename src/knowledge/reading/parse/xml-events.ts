// A forward-only reader for the XML inside office packages: no entities but the five of XML, no document type, bounded depth.
import { MalformedFile } from './malformed-file.ts';

export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/** Word itself stops far below this depth; deeper nesting is an attack on the reader's stack. */
const deepestNesting = 1000;

export function* xmlEvents(xml: string): Generator<XmlEvent> {
  if (/<!DOCTYPE/i.test(xml)) throw new MalformedFile('document type declarations are not allowed in office packages', 'xml-dtd');
  let depth = 0;
  for (const [, closing, name, attributes = '', empty, text] of xml.matchAll(token)) {
    if (text !== undefined) yield { kind: 'text', text: unescape(text) };
    if (name === undefined) continue;
    depth += closing === '/' ? -1 : 1;
    if (depth > deepestNesting) throw new MalformedFile('nested too deeply', 'too-deep');
    if (closing !== '/') yield { kind: 'open', name, attributes };
    if (closing === '/' || empty === '/') yield { kind: 'close', name };
    if (empty === '/') depth -= 1;
  }
  if (depth !== 0) throw new MalformedFile('elements left open');
}

const token = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/g;

export function xmlAttribute(attributes: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return value === null ? undefined : unescape(value[1] ?? value[2] ?? '');
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.includes('&') ? text.replace(/&#x([\da-f]+);|&#(\d+);|&(\w+);/gi, replaceReference) : text;
}

function replaceReference(whole: string, hex: string | undefined, decimal: string | undefined, name: string | undefined): string {
  return character(hex, decimal) ?? named[name ?? ''] ?? whole;
}

function character(hex: string | undefined, decimal: string | undefined): string | undefined {
  const code = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : undefined;
  return code === undefined ? undefined : code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
