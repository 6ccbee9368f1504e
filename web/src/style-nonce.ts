// The content security policy of the pages lets style elements be added only with the nonce of the page. Our libraries add some at run
// time and do not all know how to ask for one: every style element that a script of ours makes gets it here. Styles in markup, which is
// how foreign ones would come, stay without.

/** The build put it into the page, the server filled it in (src/http/pages.ts). */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

export function giveStylesTheNonce(): void {
  if (!nonce) return;
  const create = document.createElement.bind(document);
  const createWithNonce = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
  document.createElement = createWithNonce;
}
