// What a document is cited by: its number, and its title or the title of the rule that it puts out (关于印发《…》的通知).
import { findDocumentNumber } from '../reading/own-number.ts';

export interface Named {
  readonly title: string;
  readonly number: string | null;
}

export function canonicalNumber(number: string): string {
  return findDocumentNumber(number) ?? number.normalize('NFKC').replaceAll(/\s/g, '');
}

export function canonicalTitle(title: string): string {
  return title.normalize('NFKC').replaceAll(/[\s《》]/g, '');
}

const puttingOut = /关于(?:印发|发布|公布|颁布|下发)《?(.+?)》?的(?:通知|公告|决定|命令|令)$/;

/** Canonical. */
export function titlesOf(title: string): string[] {
  const rule = puttingOut.exec(title.trim())?.[1];
  return [...new Set([title, ...(rule === undefined ? [] : [rule])].map(canonicalTitle))];
}

/** By number where both have one; else by the exact title. */
export function isMeant(cited: Named, document: Named): boolean {
  if (cited.number !== null && document.number !== null) return canonicalNumber(cited.number) === canonicalNumber(document.number);
  return titlesOf(document.title).includes(canonicalTitle(cited.title));
}
