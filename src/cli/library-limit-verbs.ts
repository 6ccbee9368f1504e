// Verbs about limits of the library: how much each department may keep.
import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../base/errors.ts';
import { type Amounts, type KeptByDepartment, limitOperations } from '../knowledge/limits-contract.ts';
import type { VerbContext } from './account-verbs.ts';
import { count } from './count.ts';

interface SetOptions {
  readonly department?: string;
  readonly size?: number;
  readonly documents?: number;
}

const units = { KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 } as const;
type Unit = keyof typeof units;

function size(value: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(KB|MB|GB|TB)$/i.exec(value) ?? [];
  if (number === undefined || unit === undefined)
    throw new InvalidArgumentError('应为大小，如 500MB、20GB。 It must be a size, such as 500MB or 20GB.');
  return Math.round(Number(number) * units[unit.toUpperCase() as Unit]);
}

export function addLibraryLimitVerbs(program: Command, { terminal, withClient }: VerbContext): void {
  const limits = program
    .command('library-limits')
    .description('文库限额：每个部门在文库里最多存多少  how much each department may keep in the library');

  limits
    .command('list')
    .description('列出各部门已存多少和限额  what each department keeps, and its limit')
    .option('--json', '逐行输出 JSON  one JSON value per line')
    .action(({ json }: { readonly json?: boolean }) =>
      withClient(async (client) => {
        const { default: standard, departments } = await client.call(limitOperations.listLibraryLimits, {});
        if (json) for (const one of departments) terminal.print(JSON.stringify(one));
        else {
          terminal.print(`默认 default  ${limitWords(standard)}`);
          for (const one of departments) terminal.print(lineOf(one));
        }
      }),
    );

  limits
    .command('set')
    .description('设置限额；已存的不受影响  set a limit; what is kept already stays')
    .option('--department <name>', '部门，只计本部门归口的文档；不写则为默认限额 department, of its own documents; else the default')
    .option('--size <size>', '全部原件，如 20GB of all originals', size)
    .option('--documents <n>', '文档份数 documents', count)
    .action(({ department: subject = 'default', size: bytes, documents }: SetOptions) => {
      if (bytes === undefined && documents === undefined)
        throw new AppError('invalid-input', { fault: '请给出 --size 或 --documents  give --size or --documents' });
      return withClient(async (client) => {
        await client.call(limitOperations.setLibraryLimit, { subject, bytes: bytes ?? null, documents: documents ?? null });
        terminal.remark('限额已设置。', 'The limit is set.');
      });
    });

  limits
    .command('remove')
    .description('取消限额  remove a limit')
    .option('--department <name>', '部门；不写则为默认限额 department; else the default')
    .action(({ department: subject = 'default' }: { readonly department?: string }) =>
      withClient(async (client) => void (await client.call(limitOperations.removeLibraryLimit, { subject }))),
    );
}

function limitWords(limit: Amounts | null): string {
  const { bytes = null, documents = null } = limit ?? {};
  const parts = [
    ...(bytes === null ? [] : [`原件 originals ${sizeWords(bytes)}`]),
    ...(documents === null ? [] : [`文档 documents ${documents}`]),
  ];
  return parts.length === 0 ? '不限 no limit' : parts.join('，');
}

function sizeWords(bytes: number): string {
  const unit = (Object.keys(units) as Unit[]).findLast((one) => bytes >= units[one]) ?? 'KB';
  return `${Math.round((bytes / units[unit]) * 10) / 10} ${unit}`;
}

function lineOf({ department, used, limit, isOwnLimit }: KeptByDepartment): string {
  const by = limit === null || isOwnLimit ? '' : '（默认 default）';
  return `${department || '没有归口部门 no department'}  ${sizeWords(used.bytes)}  ${used.documents} 份 documents  ${limitWords(limit)}${by}`;
}
