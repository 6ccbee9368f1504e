// Which groups of the institution's directory stand for which roles and department here: a file, read at start.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError, systemCode } from '../../base/errors.ts';
import { powersIn, type Role, roleSchema } from '../../base/roles.ts';

const gift = z.strictObject({
  roles: z.array(roleSchema).default([]),
  /** By name, `市政府/市民政局` where several have it. */
  department: z.string().trim().min(1).max(300).optional(),
});
const mapSchema = z.strictObject({
  /** For whoever the directory lets in. */
  everybody: gift.default({ roles: [] }),
  /** By the name or DN of a group; of several with a department the first counts. */
  groups: z.record(z.string().min(1), gift).default({}),
});
export type DirectoryMap = z.infer<typeof mapSchema>;

export interface Mapped {
  readonly roles: readonly Role[];
  readonly department: string | undefined;
}

export const staffOnly: DirectoryMap = { everybody: { roles: ['staff'] }, groups: {} };

/** Without a file everybody is staff. */
export function readDirectoryMap(file: string | undefined, mayGivePowers: boolean): DirectoryMap {
  if (file === undefined) return staffOnly;
  const parsed = mapSchema.safeParse(jsonIn(file));
  if (!parsed.success)
    throw fault(file, parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`).join('; '), parsed.error);
  for (const [name, { roles }] of giftsOf(parsed.data)) {
    const powers = powersIn(roles);
    if (powers.length > 1)
      throw fault(file, `${name}: holds two of the three separated powers, nobody may (三员分立，不得兼任): ${powers.join(', ')}`);
    if (powers.length > 0 && !mayGivePowers)
      throw fault(
        file,
        `${name}: gives ${powers.join(', ')}; the directory gives the three separated powers only with HENGJIAN_DIRECTORY_POWERS=mapped (目录默认不授予三员，确需时设置 HENGJIAN_DIRECTORY_POWERS=mapped)`,
      );
  }
  return parsed.data;
}

/** What somebody in these groups is here; `roles` may hold two powers, which whoever asks refuses. */
export function mappedBy(map: DirectoryMap, groups: readonly string[]): Mapped {
  const mine = new Set(groups.map(groupKey));
  const gifts = Object.entries(map.groups).flatMap(([name, given]) => (mine.has(groupKey(name)) ? [given] : []));
  return {
    roles: [...new Set([...map.everybody.roles, ...gifts.flatMap(({ roles }) => roles)])].toSorted(),
    department: [...gifts, map.everybody].find(({ department }) => department !== undefined)?.department,
  };
}

/** Whether the map names departments: then it decides on them. */
export function mapsDepartments(map: DirectoryMap): boolean {
  return giftsOf(map).some(([, { department }]) => department !== undefined);
}

/** Distinguished names are the same in either case and however they are spaced; other names are as they are. */
function groupKey(name: string): string {
  return name.includes('=') ? name.toLowerCase().replace(/\s*([,=])\s*/g, '$1') : name;
}

function giftsOf({ everybody, groups }: DirectoryMap): (readonly [string, DirectoryMap['everybody']])[] {
  return [['everybody', everybody], ...Object.entries(groups)];
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw fault(file, `cannot be read as JSON (不是可读的 JSON 文件): ${systemCode(error) ?? 'syntax'}`, error);
  }
}

function fault(file: string, text: string, cause?: unknown): AppError {
  return new AppError('configuration-invalid', { fault: `HENGJIAN_DIRECTORY_MAP ${file}: ${text}` }, { cause });
}
