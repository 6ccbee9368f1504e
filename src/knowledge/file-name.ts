// The name under which a file is kept: its path inside the imported folder, never a path of anybody's machine.
import { AppError } from '../base/errors.ts';

/** `a\b.txt` and `./a/b.txt` become `a/b.txt`; a name that climbs out of its folder or hides characters is refused. */
export function normalizeFileName(name: string): string {
  const parts = name
    .normalize('NFC')
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const fault = faultOf(parts, name);
  if (fault) throw new AppError('invalid-input', { fault });
  return parts.join('/');
}

function faultOf(parts: readonly string[], name: string): string | undefined {
  if (parts.length === 0) return 'the file has no name (文件没有名称)';
  if (parts.includes('..')) return 'the file name leads out of its folder (文件名越出了所在目录)';
  // Control, format (bidirectional overrides, zero width) and private use characters make a name look like another.
  if (/[\p{Cc}\p{Cf}\p{Co}]/u.test(name)) return 'the file name holds invisible characters (文件名含有不可见字符)';
  return undefined;
}
