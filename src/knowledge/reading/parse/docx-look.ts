// What the properties of a run of a word document (w:rPr) say about how its letters look.
import type { Ground, RunLook } from './run-look.ts';
import { xmlAttribute } from './xml-events.ts';

/** Takes one property into account; others than those of the look are none. */
export function readLook(look: Partial<RunLook>, name: string, attributes: string): void {
  const value = xmlAttribute(attributes, 'w:val') ?? '';
  if (name === 'w:vanish') look.isVanished = !/^(?:0|false|off)$/.test(value);
  else if (name === 'w:color') look.colour = colourIn(value);
  else if (name === 'w:sz') look.halfPoints = Number(value);
  else if (name === 'w:w') look.widthPercent = Number.parseFloat(value);
  else if (name === 'w:shd') look.ground = fillOf(attributes);
  else if (name === 'w:highlight') look.ground = value === 'none' ? undefined : 'unknown';
}

/** What `w:shd` fills the ground with. */
export function fillOf(attributes: string): Ground {
  const fill = xmlAttribute(attributes, 'w:fill');
  const pattern = xmlAttribute(attributes, 'w:val') ?? 'clear';
  if (pattern !== 'clear' && pattern !== 'nil') return 'unknown';
  return fill === undefined ? undefined : colourIn(fill);
}

function colourIn(value: string): string | undefined {
  return /^[\da-f]{6}$/i.test(value) ? value.toLowerCase() : undefined;
}
