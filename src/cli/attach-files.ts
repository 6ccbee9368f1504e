// `hengjian ask --attach`: files that go with a question, attached one after the other.
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type AttachEvent, attachmentOperations, maxAttachments } from '../answer/attachments-contract.ts';
import { AppError, systemCode } from '../base/errors.ts';
import type { Grade } from '../base/grade.ts';
import { askSecret } from './ask-person.ts';
import { type Client, RemoteProblem } from './client.ts';
import type { Terminal } from './terminal.ts';

export interface AttachOptions {
  readonly grade: Grade | undefined;
  /** Asks for the password of files that have one. */
  readonly asksForPassword: boolean;
}

/** Their ids; where one cannot be attached, none stays behind. */
export async function attachFiles(
  client: Client,
  terminal: Terminal,
  paths: readonly string[],
  { grade, asksForPassword }: AttachOptions,
): Promise<string[]> {
  if (paths.length > maxAttachments)
    throw new AppError('invalid-input', { fault: `at most ${maxAttachments} files (最多附 ${maxAttachments} 个文件)` });
  const password = asksForPassword ? await askSecret('附件的密码 Password of the files:') : undefined;
  const ids: string[] = [];
  try {
    for (const path of paths) ids.push(await attachFile(client, terminal, path, { grade, password }));
  } catch (error) {
    for (const attachmentId of ids) await client.call(attachmentOperations.detachFile, { attachmentId });
    throw error;
  }
  return ids;
}

async function attachFile(
  client: Client,
  terminal: Terminal,
  path: string,
  { grade, password }: { readonly grade: Grade | undefined; readonly password: string | undefined },
): Promise<string> {
  const name = basename(path);
  const bytes = await bytesOf(path);
  let last: AttachEvent | undefined;
  const show = (event: AttachEvent): void => {
    last = event;
    if (event.kind === 'recognition-waiting')
      terminal.remark(`${name}：没有文字层，正在识别文字。`, `${name}: no text of its own; recognising it.`);
    if (event.kind === 'page-recognised') terminal.progress('识别 recognising', event.done, event.pages);
  };
  await client.follow(attachmentOperations.streamAttaching, { name, grade, password }, show, bytes);
  if (last?.kind === 'attach-failed') throw failed(name, last.problem, password !== undefined);
  if (last?.kind !== 'file-attached') throw new AppError('server-unreachable');
  const { attachment } = last;
  if (attachment.isRaised)
    terminal.remark(`${name}：按密级标志定为 ${attachment.grade}。`, `${name}: raised to ${attachment.grade} by its secrecy mark.`);
  if (attachment.hasLockedFiles)
    terminal.remark(
      `${name}：里面有带密码的文件，没有读出。加 --password 再问一次。`,
      `${name}: files inside have a password and were not read. Ask again with --password.`,
    );
  return attachment.id;
}

function failed(name: string, { code, zh, en }: { code: string; zh: string; en: string }, isUnlocked: boolean): RemoteProblem {
  const wantsPassword = code === 'attachment-locked' && !isUnlocked;
  return new RemoteProblem({
    zh: `${name}：${zh}${wantsPassword ? '加 --password 再问一次。' : ''}`,
    en: `${name}: ${en}${wantsPassword ? ' Ask again with --password.' : ''}`,
  });
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const maxBytes = attachmentOperations.streamAttaching.upload?.maxBytes ?? 0;
  try {
    if ((await stat(path)).size > maxBytes)
      throw new AppError('invalid-input', { fault: `${path}: over ${maxBytes / 1024 / 1024} MB (超过 ${maxBytes / 1024 / 1024} MB)` });
    return await readFile(path);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid-input', { fault: `${path}: ${systemCode(error) ?? 'unreadable'} (读不了这个文件)` }, { cause: error });
  }
}
