// Where the master key comes from: a file, the environment, or a command (a key management service). It is never in the database.
import { execFile } from 'node:child_process';
import { AppError } from '../../base/errors.ts';
import { createKeyFile, type KeyFile } from './master-key-file.ts';
import { parseKey } from './parse-key.ts';

export interface MasterKeySettings {
  /** Base64, from the environment. */
  readonly key?: string;
  /** A program that prints the key in base64. */
  readonly command?: string;
  /** Used when neither is given; made at the first start. */
  readonly file: string;
  /** The key before `key` or `command` gave a new one: what it wrapped is wrapped anew at the next start. */
  readonly previousKey?: string;
}

export interface MasterKeySource {
  /** For sentences: the setting or the file. */
  readonly where: string;
  /** Nothing when there is none yet. */
  read(): Promise<Buffer | undefined>;
  previous(): Buffer | undefined;
  /** Only a file is ours to make and to replace. */
  readonly file?: KeyFile;
}

/** Services for keys answer within seconds or not at all. */
const commandTimeLimitMs = 30_000;

export function masterKeySource({ key, command, file, previousKey }: MasterKeySettings): MasterKeySource {
  const previous = (): Buffer | undefined =>
    previousKey === undefined ? undefined : parseKey(previousKey, 'HENGJIAN_MASTER_KEY_PREVIOUS');
  if (key !== undefined) {
    const where = 'HENGJIAN_MASTER_KEY';
    return { where, read: async () => parseKey(key, where), previous };
  }
  if (command !== undefined) {
    const where = 'HENGJIAN_MASTER_KEY_COMMAND';
    return { where, read: async () => parseKey(await outputOf(command, where), where), previous };
  }
  const keyFile = createKeyFile(file);
  return { where: file, read: () => keyFile.read(), previous, file: keyFile };
}

/** What the program prints is the key: neither that nor its complaints go into an error. */
function outputOf(command: string, where: string): Promise<string> {
  const options = { shell: true, timeout: commandTimeLimitMs, maxBuffer: 64 * 1024 } as const;
  return new Promise((resolve, reject) => {
    execFile(command, [], options, (error, stdout) => {
      if (error === null) return resolve(stdout);
      const fault = error.killed ? `no reply in ${commandTimeLimitMs / 1000} s` : `exit ${String(error.code ?? '?')}`;
      reject(new AppError('master-key-unusable', { where, fault }));
    });
  });
}
