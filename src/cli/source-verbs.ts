// Verbs about sources: folders of the server and buckets that the library follows.
import { type Command, Option } from 'commander';
import { environmentValue } from '../base/config.ts';
import { AppError } from '../base/errors.ts';
import type { Grade } from '../base/grade.ts';
import { gradeSchema } from '../base/grade.ts';
import { operations, type Source } from '../sources/contract.ts';
import type { VerbContext } from './account-verbs.ts';
import type { Client } from './client.ts';
import { count } from './count.ts';

interface AddOptions {
  readonly name: string;
  readonly collection?: string;
  readonly department?: string;
  readonly grade?: Grade;
  readonly every: number;
  readonly keyId?: string;
  readonly keyEnv?: string;
  readonly region?: string;
  readonly json?: boolean;
}

const json = (): Option => new Option('--json', '逐行输出 JSON  one JSON value per line');

export function addSourceVerbs(program: Command, { terminal, withClient }: VerbContext): void {
  const sources = program
    .command('sources')
    .description('来源：文库跟踪的服务器文件夹和存储桶  sources: folders of the server and buckets that the library follows');
  const print = (source: Source, asJson: boolean | undefined): void =>
    terminal.print(asJson === true ? JSON.stringify(source) : lineOf(source));

  sources
    .command('add')
    .description(
      '跟踪一个文件夹或存储桶：新文件导入，改动成为新版本，移走的告诉编辑  follow a folder or a bucket: files come in, changes become versions',
    )
    .argument(
      '<place>',
      '服务器上的文件夹（须在 HENGJIAN_SOURCE_FOLDERS 之内）或存储桶地址（HENGJIAN_SOURCE_BUCKETS） a folder of the server, or the address of a bucket',
    )
    .requiredOption('--name <name>', '名称 what it is called')
    .option('--collection <name>', '文集 collection')
    .option('--department <name>', '归口部门（重名时写 上级/下级） owner department')
    .addOption(new Option('--grade <grade>', '级别 grade').choices(gradeSchema.options))
    .option('--every <minutes>', '每隔几分钟查看 minutes between two looks', count, 15)
    .option('--key-id <id>', '存储桶的访问密钥 ID access key ID of a bucket')
    .option('--key-env <variable>', '存放访问密钥的环境变量名 environment variable that holds the secret access key')
    .option('--region <region>', '存储桶的区域，默认 us-east-1 region of a bucket')
    .addOption(json())
    .action((place: string, { every: everyMinutes, json: asJson, keyId, keyEnv, region, ...about }: AddOptions) =>
      withClient(async (client) => {
        const key = keyIn({ keyId, keyEnv, region });
        print((await client.call(operations.addSource, { ...about, place, everyMinutes, ...key })).source, asJson);
      }),
    );

  sources
    .command('list')
    .description('列出来源和进度  list sources and how far they are')
    .addOption(json())
    .action(({ json: asJson }: { readonly json?: boolean }) =>
      withClient(async (client) => {
        const { sources: all, folders, buckets } = await client.call(operations.listSources, {});
        if (all.length === 0) terminal.remark('还没有来源。', 'There are no sources yet.');
        if (folders.length + buckets.length === 0)
          terminal.remark(
            '没有允许跟踪的位置：由运行人员设置 HENGJIAN_SOURCE_FOLDERS 或 HENGJIAN_SOURCE_BUCKETS。',
            'Nothing may be followed: the operator sets HENGJIAN_SOURCE_FOLDERS or HENGJIAN_SOURCE_BUCKETS.',
          );
        for (const source of all) print(source, asJson);
      }),
    );

  const change = (verb: 'pause' | 'resume', description: string): void => {
    sources
      .command(verb)
      .description(description)
      .argument('<source>', '名称或编号 name or id')
      .action((named: string) =>
        withClient(async (client) => {
          const { id: sourceId } = await findSource(client, named);
          print((await client.call(operations.changeSource, { sourceId, isPaused: verb === 'pause' })).source, false);
        }),
      );
  };
  change('pause', '暂停  pause');
  change('resume', '继续；已停止的由您接手  go on; one that was stopped is yours from then on');

  sources
    .command('key')
    .description('更换存储桶的访问密钥  replace the access key of a bucket')
    .argument('<source>', '名称或编号 name or id')
    .requiredOption('--key-id <id>', '访问密钥 ID access key ID')
    .requiredOption('--key-env <variable>', '存放访问密钥的环境变量名 environment variable that holds the secret access key')
    .option('--region <region>', '区域，默认 us-east-1 region')
    .action((named: string, { keyId, keyEnv, region }: KeyOptions) =>
      withClient(async (client) => {
        const { id: sourceId } = await findSource(client, named);
        print((await client.call(operations.changeSource, { sourceId, ...keyIn({ keyId, keyEnv, region }) })).source, false);
      }),
    );

  sources
    .command('remove')
    .description('不再跟踪，文档留下  follow it no longer; its documents stay')
    .argument('<source>', '名称或编号 name or id')
    .action((named: string) =>
      withClient(async (client) => void (await client.call(operations.removeSource, { sourceId: (await findSource(client, named)).id }))),
    );

  sources
    .command('failed')
    .description('没有导入成功的文件和原因  files that failed, and why')
    .argument('<source>', '名称或编号 name or id')
    .action((named: string) =>
      withClient(async (client) => {
        const { files } = await client.call(operations.listSourceFiles, { sourceId: (await findSource(client, named)).id });
        for (const { path, fault } of files) terminal.print(`${path}  ${fault ?? ''}`);
      }),
    );
}

interface KeyOptions {
  readonly keyId: string | undefined;
  readonly keyEnv: string | undefined;
  readonly region: string | undefined;
}

/** The secret comes from a variable, so that it stands in no list of processes and no history. */
function keyIn({ keyId, keyEnv, region }: KeyOptions) {
  if (keyId === undefined && keyEnv === undefined) return {};
  const secret = keyEnv === undefined ? '' : environmentValue(keyEnv);
  if (keyId === undefined || secret === '')
    throw new AppError('invalid-input', {
      fault: '--key-id, --key-env: 两者都要给出，且该环境变量要有值 give both, and a value in that variable',
    });
  return { key: { id: keyId, secret, ...(region === undefined ? {} : { region }) } };
}

async function findSource(client: Client, named: string): Promise<Source> {
  const { sources } = await client.call(operations.listSources, {});
  const found = sources.filter(({ id, name }) => id === named || name === named);
  const [only] = found;
  if (only && found.length === 1) return only;
  throw new AppError('not-found', { what: 'source 来源' });
}

function lineOf({ id, name, place, collection, department, grade, everyMinutes, isPaused, stopped, fault, files }: Source): string {
  const state = stopped
    ? `已停止 stopped: ${stopped.because}`
    : isPaused
      ? '已暂停 paused'
      : `每 ${everyMinutes} 分钟 every ${everyMinutes} min`;
  const counts = `已导入 taken ${files.taken}，等待 waiting ${files.waiting}，失败 failed ${files.failed}，已不在 gone ${files.gone}`;
  return `${id}  ${name}  ${place}  ${collection}/${department || '—'}/${grade}  ${state}  ${counts}${fault ? `  ${fault}` : ''}`;
}
