// The package's own types import each other without file extensions, which Node's module resolution does not follow.
declare module 'opencc-js/t2cn' {
  export function Converter(options: { readonly from: 'hk' | 't' | 'tw'; readonly to: 'cn' }): (text: string) => string;
}
