// What verbs about answer boxes and webhooks share.
import { AppError } from '../base/errors.ts';
import type { Terminal } from './terminal.ts';

/** Whether a change counts, or waits for a second person. */
export function tellWhetherItCounts(terminal: Terminal, changeId: string | null): void {
  if (changeId === null) terminal.remark('已生效。', 'It counts.');
  else terminal.remark('等第二人批准后生效。', 'It counts once a second person approves.');
}

/** The one that is meant, by id or by name; fails where there is none, or several of that name. */
export function theOne<Thing extends { readonly id: string }>(
  things: readonly Thing[],
  given: string,
  nameOf: (thing: Thing) => string,
  what: string,
): Thing {
  const [only, ...more] = things.filter((thing) => thing.id === given || nameOf(thing) === given);
  if (!only) throw new AppError('not-found', { what });
  if (more.length > 0)
    throw new AppError('invalid-input', { fault: `${given}: 有多个同名，请用编号 several have this name, so give the id` });
  return only;
}
