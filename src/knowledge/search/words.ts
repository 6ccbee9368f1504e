// The dictionary of Chinese words, loaded once when it is first asked.
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

let jieba: Jieba | undefined;

/** A word with its part of speech as jieba names them (`nr` person, `ns` place, `nt` institution, `v` verb ...). */
export interface TaggedWord {
  readonly word: string;
  readonly tag: string;
}

/** Words that are not in the dictionary are left to the characters: guessing them splits the same words differently by context. */
export function cutWords(run: string): string[] {
  jieba ??= Jieba.withDict(dict);
  return jieba.cut(run, false);
}

/** With guesses at what the dictionary does not know, as names are. */
export function tagWords(text: string): TaggedWord[] {
  jieba ??= Jieba.withDict(dict);
  return jieba.tag(text, true);
}
