// Styles of an OpenDocument file, as far as they decide whether anybody can read what is set in them.
import { colourOf } from './colours.ts';
import { plainRun, type RunLook } from './run-look.ts';
import { xmlAttribute, type XmlEvent } from './xml-events.ts';

interface OdfStyle {
  readonly parent: string;
  readonly look: Partial<RunLook>;
}

/** LibreOffice nests its styles a few deep. */
const mostParents = 20;

export class OdfStyles {
  private readonly styles = new Map<string, OdfStyle>();
  private open: OdfStyle | undefined;

  /** Takes the elements of `styles.xml` and `content.xml` as they come; others than styles are none. */
  read(event: XmlEvent): void {
    if (event.kind !== 'open') return;
    if (event.name === 'style:style') {
      this.open = { parent: xmlAttribute(event.attributes, 'style:parent-style-name') ?? '', look: {} };
      this.styles.set(xmlAttribute(event.attributes, 'style:name') ?? '', this.open);
    } else if (event.name === 'style:text-properties') readText(this.open?.look ?? {}, event.attributes);
    else if (event.name === 'style:paragraph-properties' || event.name === 'style:table-cell-properties')
      readGround(this.open?.look ?? {}, event.attributes);
  }

  /** Styles from the outermost to the innermost: of the paragraph, then of its spans. */
  lookOf(names: readonly string[]): RunLook {
    return names.reduce((look, name) => ({ ...look, ...this.inherited(name) }), plainRun());
  }

  private inherited(name: string): Partial<RunLook> {
    let look: Partial<RunLook> = {};
    let style = this.styles.get(name);
    for (let steps = 0; style !== undefined && steps < mostParents; steps += 1) {
      look = { ...style.look, ...look };
      style = this.styles.get(style.parent);
    }
    return look;
  }
}

function readText(look: Partial<RunLook>, attributes: string): void {
  const display = xmlAttribute(attributes, 'text:display');
  if (display !== undefined) look.isVanished = display === 'none';
  const colour = xmlAttribute(attributes, 'fo:color');
  if (colour !== undefined) look.colour = colourOf(colour);
  if (xmlAttribute(attributes, 'style:use-window-font-color') === 'true') look.colour = undefined;
  const points = /^([\d.]+)pt$/.exec(xmlAttribute(attributes, 'fo:font-size') ?? '')?.[1];
  if (points !== undefined) look.halfPoints = Number(points) * 2;
  const width = /^([\d.]+)%$/.exec(xmlAttribute(attributes, 'style:text-scale') ?? '')?.[1];
  if (width !== undefined) look.widthPercent = Number(width);
  readGround(look, attributes);
}

function readGround(look: Partial<RunLook>, attributes: string): void {
  const ground = xmlAttribute(attributes, 'fo:background-color');
  if (ground !== undefined) look.ground = ground === 'transparent' ? undefined : (colourOf(ground) ?? 'unknown');
}
