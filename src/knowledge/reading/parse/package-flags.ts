// What an office package carries besides its text: programs, references to elsewhere, names that lead out of it. Nothing of it is followed.
import type { FileFlag } from '../reading.ts';
import { xmlAttribute, xmlEvents } from './xml-events.ts';
import { leadsOut } from './zip-directory.ts';
import type { ZipParts } from './zip-parts.ts';

export function isRelationsPart(name: string): boolean {
  return name.endsWith('.rels');
}

/** `parts` hold the parts of relations. */
export function packageFlags({ parts, names }: Pick<Extract<ZipParts, { kind: 'parts' }>, 'parts' | 'names'>): FileFlag[] {
  const flags: FileFlag[] = [];
  if (names.some((name) => /vbaProject\.bin$|^xl\/macrosheets\/|^(?:Basic|Scripts)\/[^/]+/i.test(name))) flags.push('macro');
  if (names.some((name) => /^(?:xl|ppt)\/(?:threadedComments|comments)/i.test(name))) flags.push('comments');
  if (names.some(leadsOut)) flags.push('suspicious_path');
  if ([...parts].some(([name, xml]) => isRelationsPart(name) && leadsElsewhere(xml))) flags.push('external_reference');
  return flags;
}

/** A link that a reader may follow is no matter; a template or a picture is fetched by the office program when the file is opened. */
function leadsElsewhere(xml: string): boolean {
  for (const event of xmlEvents(xml)) {
    if (event.kind !== 'open' || event.name !== 'Relationship') continue;
    const isExternal = xmlAttribute(event.attributes, 'TargetMode') === 'External';
    if (isExternal && !xmlAttribute(event.attributes, 'Type')?.endsWith('/hyperlink')) return true;
  }
  return false;
}
