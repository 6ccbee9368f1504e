// Traditional characters to simplified ones. Most text has none, and telling so costs far less than converting.
import { Converter } from 'opencc-js/t2cn';

/** The commonly used block; rarer traditional characters beyond it are left as they are. */
const firstIdeograph = 0x4e00;
const lastIdeograph = 0x9fff;

interface Simplifier {
  readonly convert: (text: string) => string;
  /** 1 for each character from `firstIdeograph` on that conversion changes. */
  readonly isTraditional: Uint8Array;
}

let simplifier: Simplifier | undefined;

/** Simplifies one run of Chinese characters: conversion looks at neighbours (乾隆 keeps its 乾). The length may change. */
export function simplifyRun(run: string): string {
  simplifier ??= createSimplifier();
  return hasAny(run, simplifier.isTraditional) ? simplifier.convert(run) : run;
}

function hasAny(text: string, flags: Uint8Array): boolean {
  for (let position = 0; position < text.length; position += 1) {
    if (flags[text.charCodeAt(position) - firstIdeograph] === 1) return true;
  }
  return false;
}

function createSimplifier(): Simplifier {
  const convert = Converter({ from: 'tw', to: 'cn' });
  const isTraditional = new Uint8Array(lastIdeograph - firstIdeograph + 1);
  for (let code = firstIdeograph; code <= lastIdeograph; code += 1) {
    const character = String.fromCharCode(code);
    if (convert(character) !== character) isTraditional[code - firstIdeograph] = 1;
  }
  return { convert, isTraditional };
}
