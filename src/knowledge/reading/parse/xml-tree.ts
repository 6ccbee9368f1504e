// A part of an office package as a tree, where what an element means depends on what stands around it.
import { xmlAttribute, xmlEvents } from './xml-events.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: string;
  readonly children: XmlElement[];
  text: string;
}

/** The root element; undefined where there is none. */
export function xmlTree(xml: string): XmlElement | undefined {
  const root: XmlElement = { name: '', attributes: '', children: [], text: '' };
  const open = [root];
  for (const event of xmlEvents(xml)) {
    const around = open.at(-1) ?? root;
    if (event.kind === 'text') around.text += event.text;
    else if (event.kind === 'close') open.pop();
    else {
      const element = { name: event.name, attributes: event.attributes, children: [], text: '' };
      around.children.push(element);
      open.push(element);
    }
  }
  return root.children[0];
}

/** The element at the end of a path of names below this one. */
export function below(element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce((found, name) => found?.children.find((child) => child.name === name), element);
}

export const attributeOf = (element: XmlElement | undefined, name: string): string | undefined =>
  element && xmlAttribute(element.attributes, name);
