// The parts of a workbook that its sheets refer to.
import { xmlAttribute, xmlEvents } from './xml-events.ts';

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Name of its part in the package. */
  readonly part: string;
}

/** Names of parts by the ids under which a part in `folder` refers to them. */
export function relationTargets(relations: string, folder: string): Map<string, string> {
  const targets = new Map<string, string>();
  for (const event of xmlEvents(relations)) {
    if (event.kind !== 'open' || event.name !== 'Relationship') continue;
    const target = xmlAttribute(event.attributes, 'Target') ?? '';
    targets.set(xmlAttribute(event.attributes, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `${folder}/${target}`);
  }
  return targets;
}

export function readSheets(workbook: string, relations: string): Sheet[] {
  const targets = relationTargets(relations, 'xl');
  const sheets: Sheet[] = [];
  for (const event of xmlEvents(workbook)) {
    if (event.kind !== 'open' || event.name !== 'sheet') continue;
    const state = xmlAttribute(event.attributes, 'state') ?? 'visible';
    sheets.push({
      name: xmlAttribute(event.attributes, 'name') ?? '',
      isHidden: state !== 'visible',
      part: targets.get(xmlAttribute(event.attributes, 'r:id') ?? '') ?? `xl/worksheets/sheet${sheets.length + 1}.xml`,
    });
  }
  return sheets;
}

/** Texts that cells refer to by number; how they are pronounced (`rPh`) is not text. */
export function readSharedTexts(xml: string): string[] {
  const texts: string[] = [];
  let text = '';
  let isText = false;
  let isPronunciation = false;
  for (const event of xmlEvents(xml)) {
    if (event.kind === 'text') text += isText && !isPronunciation ? event.text : '';
    else if (event.name === 't') isText = event.kind === 'open';
    else if (event.name === 'rPh') isPronunciation = event.kind === 'open';
    else if (event.name === 'si' && event.kind === 'open') text = '';
    else if (event.name === 'si') texts.push(text);
  }
  return texts;
}
