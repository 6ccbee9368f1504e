// Verbs about sources: folders of the server that the library follows.
import { type Command, Option } from 'commander';
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
  readonly json?: boolean;
}

const json = (): Option => new Option('--json', '逐行输出 JSON  one JSON value per line');

export function addSourceVerbs(program: Command, { terminal, withClient }: VerbContext): void {
  const sources = program
    .command('sources')
    .description('来源：文库跟踪的服务器文件夹  sources: folders of the server that the library follows');
  const print = (source: Source, asJson: boolean | undefined): void =>
    terminal.print(asJson === true ? JSON.stringify(source) : lineOf(source));

  sources
    .command('add')
    .description('跟踪一个文件夹：新文件导入，改动成为新版本，移走的告诉编辑  follow a folder: files come in, changes become versions')
    .argument('<folder>', '服务器上的文件夹，须在 HENGJIAN_SOURCE_FOLDERS 之内 a folder of the server')
    .requiredOption('--name <name>', '名称 what it is called')
    .option('--collection <name>', '文集 collection')
    .option('--department <name>', '归口部门（重名时写 上级/下级） owner department')
    .addOption(new Option('--grade <grade>', '级别 grade').choices(gradeSchema.options))
    .option('--every <minutes>', '每隔几分钟查看 minutes between two looks', count, 15)
    .addOption(json())
    .action((place: string, { every: everyMinutes, json: asJson, ...about }: AddOptions) =>
      withClient(async (client) => {
        print((await client.call(operations.addSource, { ...about, place, everyMinutes })).source, asJson);
      }),
    );

  sources
    .command('list')
    .description('列出来源和进度  list sources and how far they are')
    .addOption(json())
    .action(({ json: asJson }: { readonly json?: boolean }) =>
      withClient(async (client) => {
        const { sources: all, folders } = await client.call(operations.listSources, {});
        if (all.length === 0) terminal.remark('还没有来源。', 'There are no sources yet.');
        if (folders.length === 0)
          terminal.remark(
            '没有允许跟踪的文件夹：由运行人员设置 HENGJIAN_SOURCE_FOLDERS。',
            'No folder may be followed: the operator sets HENGJIAN_SOURCE_FOLDERS.',
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
