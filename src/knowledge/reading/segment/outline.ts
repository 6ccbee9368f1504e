// From placed paragraphs to sections: consecutive paragraphs under the same headings, with tables apart.
import type { ReadingText } from '../reading.ts';
import { type Heading, placeParagraphs } from './headings.ts';

export interface Section {
  readonly headingPath: readonly string[];
  readonly article?: string;
  /** Indices into `ReadingText.paragraphs`. */
  readonly paragraphs: readonly number[];
  /** Only a heading that has nothing beneath it. */
  readonly isBareHeading: boolean;
}

/** Every passage is found by the title of its document; a section of the title alone would say nothing more. */
export function outline(reading: ReadingText, title: string): Section[] {
  const places = placeParagraphs(reading, title);
  const sections: OpenSection[] = [];
  for (const [index, { role, headings }] of places.entries()) {
    const last = sections.at(-1);
    if (role === 'heading') {
      const heading = headings.at(-1);
      const hasTextBeneath = places[index + 1]?.headings.some((above) => above === heading);
      if (hasTextBeneath !== true) sections.push({ headings: headings.slice(0, -1), paragraphs: [index], isBareHeading: true });
    } else if (role === 'lead' || (role === 'text' && !continues(last, headings, reading, index)))
      sections.push({ headings, paragraphs: [index], isBareHeading: false });
    else if (role === 'text') last?.paragraphs.push(index);
  }
  return sections.map(toSection);
}

interface OpenSection {
  readonly headings: readonly Heading[];
  readonly paragraphs: number[];
  readonly isBareHeading: boolean;
}

function continues(section: OpenSection | undefined, headings: readonly Heading[], reading: ReadingText, index: number): boolean {
  const isRow = (paragraph: number | undefined) => reading.paragraphs[paragraph ?? -1]?.kind === 'table-row';
  return section !== undefined && section.headings === headings && isRow(section.paragraphs.at(-1)) === isRow(index);
}

function toSection({ headings, paragraphs, isBareHeading }: OpenSection): Section {
  const article = headings.findLast((heading) => heading.article !== undefined)?.article;
  return { headingPath: headings.map((heading) => heading.label), ...(article !== undefined && { article }), paragraphs, isBareHeading };
}
