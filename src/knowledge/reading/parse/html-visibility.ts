// Which elements of a page nobody sees: by their own attributes, and by the plain rules of the page's own style sheets. Sheets elsewhere
// are not fetched, and rules for menus that open and for print say nothing of the page as it is read.
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';
import { colourOf, isAlike } from './colours.ts';

type Element = Tree.Element;
type Declarations = ReadonlyMap<string, string>;

export class Visibility {
  private readonly rules: readonly Rule[];

  /** `styleSheets`: the text of the page's own. */
  constructor(styleSheets: readonly string[]) {
    this.rules = styleSheets.flatMap(rulesOf).slice(0, mostRules);
  }

  isHidden(element: Element): boolean {
    if (attribute(element, 'aria-hidden') === 'true' || element.attrs.some(({ name }) => name === 'hidden')) return true;
    const declared = this.declarationsOf(element);
    return declared.size > 0 && (isInvisible(declared) || this.isLikeItsGround(element, declared));
  }

  private isLikeItsGround(element: Element, declared: Declarations): boolean {
    const colour = colourOf(declared.get('color') ?? '');
    if (colour === undefined) return false;
    const ground = this.groundOf(element);
    return ground !== undefined && isAlike(colour, ground);
  }

  /** The nearest that is declared; undefined where it is a picture or in no plain colour. */
  private groundOf(element: Element): string | undefined {
    for (let at: Tree.ParentNode | null = element; at !== null && 'tagName' in at; at = at.parentNode) {
      const declared = this.declarationsOf(at);
      const ground = declared.get('background') ?? declared.get('background-color') ?? (attribute(at, 'bgcolor') || undefined);
      if (declared.has('background-image') || attribute(at, 'background') !== '') return undefined;
      if (ground !== undefined && !/^(?:none|transparent|inherit|initial)$/.test(ground)) return colourOf(ground);
    }
    return paper;
  }

  private declarationsOf(element: Element): Declarations {
    const style = attribute(element, 'style');
    const matching = this.rules.filter((rule) => matches(rule, element));
    if (style === '' && matching.length === 0) return none;
    return new Map([...matching.flatMap(({ declarations }) => [...declarations]), ...declarationsIn(style)]);
  }
}

const paper = 'ffffff';
const none: Declarations = new Map();
const mostRules = 2_000;

interface Rule {
  readonly tag: string;
  readonly id: string;
  readonly classes: readonly string[];
  readonly declarations: Declarations;
}

/** Only selectors of one element without conditions: `p`, `.note`, `#top`, `p.note`. */
function rulesOf(sheet: string): Rule[] {
  const plain = sheet.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
  return [...plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selectors = '', body = '']) => {
    const declarations = declarationsIn(body);
    return selectors.split(',').flatMap((selector) => {
      const [, tag, marks] = /^\s*([a-z][a-z\d]*)?((?:[.#][\w-]+)*)\s*$/i.exec(selector) ?? [];
      if (tag === undefined && !marks) return [];
      const named = (sign: string) => (marks ?? '').match(new RegExp(`\\${sign}[\\w-]+`, 'g'))?.map((mark) => mark.slice(1)) ?? [];
      return [{ tag: (tag ?? '').toLowerCase(), id: named('#')[0] ?? '', classes: named('.'), declarations }];
    });
  });
}

function matches({ tag, id, classes }: Rule, element: Element): boolean {
  if (tag !== '' && tag !== element.tagName) return false;
  if (id !== '' && id !== attribute(element, 'id')) return false;
  if (classes.length === 0) return true;
  const own = attribute(element, 'class').split(/\s+/);
  return classes.every((name) => own.includes(name));
}

function declarationsIn(style: string): Map<string, string> {
  return new Map(
    style
      .toLowerCase()
      .split(';')
      .flatMap((declaration): [string, string][] => {
        const at = declaration.indexOf(':');
        return at < 0
          ? []
          : [
              [
                declaration.slice(0, at).trim(),
                declaration
                  .slice(at + 1)
                  .replace('!important', '')
                  .trim(),
              ],
            ];
      }),
  );
}

/** Type that nobody reads, in pixels or points. */
const smallestType = 2;
/** In pixels: what is moved by as much is moved out of the page. */
const farAway = -500;

function isInvisible(declared: Declarations): boolean {
  const is = (name: string, pattern: RegExp) => pattern.test(declared.get(name) ?? '');
  const size = Number.parseFloat(declared.get('font-size') ?? '');
  const isTiny = size === 0 || (size <= smallestType && is('font-size', /(?:px|pt)$/));
  const isAway = ['left', 'right', 'top', 'margin-left', 'margin-top', 'text-indent'].some(
    (name) => Number.parseFloat(declared.get(name) ?? '') <= farAway && is(name, /px$/),
  );
  const isClipped =
    is('overflow', /hidden|clip/) && ['height', 'width', 'max-height', 'max-width'].some((name) => is(name, /^[01](?:px|pt|em|rem)?$/));
  return (
    is('display', /^none$/) ||
    is('visibility', /^(?:hidden|collapse)$/) ||
    is('opacity', /^(?:0|0?\.0+)%?$/) ||
    is('clip-path', /^inset\((?:100|[5-9]\d)%/) ||
    is('clip', /^rect\((?:[01](?:px)?[\s,]*){4}\)$/) ||
    is('transform', /scale\(0(?:\.0+)?\)/) ||
    is('color', /^transparent$/) ||
    isTiny ||
    isAway ||
    isClipped
  );
}

function attribute(element: Element, name: string): string {
  return element.attrs.find((candidate) => candidate.name === name)?.value ?? '';
}
