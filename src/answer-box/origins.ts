// Origins of pages that may embed a box: exact ones, encrypted, or of this machine for trying it out.
import { isLoopbackHost } from '../base/address.ts';
import { AppError } from '../base/errors.ts';

/** As a content security policy takes them; fails where one is no origin. */
export function checkedOrigins(given: readonly string[]): string[] {
  return [...new Set(given.map(originOf))];
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWhole = url && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password && !text.includes('*');
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname.replace(/^\[|\]$/g, '')));
  if (!isWhole || !isSafe)
    throw new AppError('invalid-input', {
      fault: `origins: ${text}：请写网站的来源，如 https://www.example.gov.cn give the origin of the site, such as https://www.example.gov.cn`,
    });
  return url.origin;
}
