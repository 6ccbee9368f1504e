// Verbs about models: add, list, test, key, remove, stop, resume.
import { type Command, Option } from 'commander';
import { systemClock, todayInChina } from '../base/clock.ts';
import { environmentValue } from '../base/config.ts';
import { AppError } from '../base/errors.ts';
import { type Grade, grades } from '../base/grade.ts';
import { listed } from '../base/network-settings.ts';
import { abilitySchema, dialectSchema, locationSchema, type Model, modelZoneSchema, operations, type Stop } from '../models/contract.ts';
import type { VerbContext } from './account-verbs.ts';
import { count } from './count.ts';
import type { Terminal } from './terminal.ts';
import { type Applied, applyModelsFile } from './models-file.ts';
import { millionths } from './yuan.ts';

interface AddOptions {
  readonly url: string;
  readonly zone: Model['zone'];
  readonly maxGrade: Grade;
  readonly model?: string;
  readonly keyEnv?: string;
  readonly dialect: Model['dialect'];
  readonly location: Model['location'];
  readonly ability?: Model['abilities'];
  readonly context?: number;
  readonly concurrency?: number;
  readonly reason?: string;
  readonly json?: boolean;
}

const json = (): Option => new Option('--json', '输出 JSON  print JSON');

export function addModelVerbs(program: Command, { partial, ...context }: VerbContext & { readonly partial: number }): void {
  const { terminal, withClient } = context;
  const models = program.command('models').description('模型接口：登记、测试、停用  models: register, test, stop');

  models
    .command('add')
    .description('登记一个 OpenAI 兼容的模型接口  register an endpoint that speaks the API of OpenAI')
    .argument('<name>', '名称，场景和接口用它指这个模型 by which scenarios and clients name it')
    .requiredOption('--url <url>', '接口地址，如 http://10.1.0.7:8000/v1  base address')
    .addOption(new Option('--zone <zone>', '本单位内或外部 where it stands').choices(modelZoneSchema.options).makeOptionMandatory())
    .addOption(new Option('--max-grade <grade>', '可接收的最高级别 highest grade it may receive').choices(grades).makeOptionMandatory())
    .option('--model <id>', '接口上的模型名，默认同 NAME  its name at the endpoint')
    .option('--key-env <variable>', '存放密钥的环境变量名 environment variable that holds the key')
    .addOption(new Option('--dialect <dialect>', '接口差异 how it departs from OpenAI').choices(dialectSchema.options).default('openai'))
    .addOption(new Option('--location <location>', '境内或境外 domestic or overseas').choices(locationSchema.options).default('domestic'))
    .addOption(new Option('--ability <ability...>', '能力，可重复，默认 chat  what it can do').choices(abilitySchema.options))
    .option('--context <tokens>', '上下文长度 context length in tokens', count)
    .option('--concurrency <n>', '同时处理的请求数 requests worked on at once', count)
    .option('--reason <text>', '给批准人的理由 reason, for who approves')
    .addOption(json())
    .action((name: string, options: AddOptions) =>
      withClient(async (client) => {
        const { model: upstreamName, keyEnv, context: contextTokens, ability: abilities, json: asJson, ...wish } = options;
        const key = keyEnv === undefined ? undefined : keyIn(keyEnv);
        const { model, changeId } = await client.call(operations.addModel, {
          name,
          ...wish,
          ...(upstreamName === undefined ? {} : { upstreamName }),
          ...(contextTokens === undefined ? {} : { contextTokens }),
          ...(abilities === undefined ? {} : { abilities }),
          ...(key === undefined ? {} : { key }),
        });
        terminal.print(asJson ? JSON.stringify({ ...model, changeId }) : lineOf(model));
        if (changeId !== null) terminal.remark('等第二人批准后启用。', 'In use once a second person approves.');
      }),
    );

  models
    .command('list')
    .description('列出模型和紧急停用  list models and emergency stops')
    .addOption(json())
    .action(({ json: asJson }: { readonly json?: boolean }) =>
      withClient(async (client) => {
        const { models: all, stops } = await client.call(operations.listModels, {});
        if (all.length === 0) terminal.remark('没有模型：回答都是原文摘录。', 'There is no model: answers are quotations.');
        for (const model of all) terminal.print(asJson ? JSON.stringify(model) : lineOf(model));
        for (const stop of stops) terminal.remark(stopLine(stop), '');
        if (all.length === 0) return;
        for (const { name, reason } of (await client.call(operations.getModelFigures, {})).health)
          if (reason === 'key-refused')
            terminal.remark(
              `${name}：接口不接受现在的密钥，已停止发送。请用 models key 重新设置。`,
              `${name}: the endpoint does not accept the key, and nothing is sent to it. Set it again with models key.`,
            );
      }),
    );

  models
    .command('apply')
    .description('按文件登记和更改模型，文件没写的不动  add and change models as a file declares them; others stay')
    .argument('<file>', 'JSON 数组，字段同接口 addModel，密钥用 keyEnv  a JSON array of models; keys by keyEnv')
    .option('--reason <text>', '给批准人的理由 reason, for who approves', '-')
    .addOption(json())
    .action((file: string, { reason, json: asJson }: { readonly reason: string; readonly json?: boolean }) =>
      withClient(async (client) => {
        for await (const applied of applyModelsFile(client, file, reason))
          terminal.print(
            asJson
              ? JSON.stringify(applied)
              : [applied.name, appliedWords[applied.done], applied.isWaiting ? '等第二人批准 waits for a second person' : '']
                  .filter(Boolean)
                  .join('  '),
          );
      }),
    );

  models
    .command('test')
    .description('测试连接，只发送一句固定的公开文字  try the connection with a fixed public text')
    .argument('<name>')
    .addOption(json())
    .action((name: string, { json: asJson }: { readonly json?: boolean }) =>
      withClient(async (client) => {
        const { steps } = await client.call(operations.testModel, { name });
        for (const step of steps) {
          const { isGood, zh, en, elapsedMs } = step;
          terminal.print(asJson ? JSON.stringify(step) : `${isGood ? '✓' : '✗'} ${zh} ${en} (${elapsedMs} ms)`);
        }
        if (steps.some(({ isGood }) => !isGood)) process.exitCode = partial;
      }),
    );

  models
    .command('key')
    .description('更换密钥  set the key')
    .argument('<name>')
    .requiredOption('--key-env <variable>', '存放密钥的环境变量名 environment variable that holds it')
    .action((name: string, { keyEnv }: { readonly keyEnv: string }) =>
      withClient(async (client) => terminal.print(lineOf((await client.call(operations.setModelKey, { name, key: keyIn(keyEnv) })).model))),
    );

  models
    .command('remove')
    .description('移除模型，记录中仍保留其编号  remove a model; records keep its id')
    .argument('<name>')
    .action((name: string) => withClient(async (client) => void (await client.call(operations.removeModel, { name }))));

  addPriceVerb(models, context);
  addNetworksVerb(models, context);
  addStopVerbs(models, context);
}

interface PriceOptions {
  readonly input: string;
  readonly output: string;
  readonly cachedInput?: string;
  readonly from?: string;
}

function addPriceVerb(models: Command, { terminal, withClient }: VerbContext): void {
  models
    .command('price')
    .description('从某日起的价格，元/百万词元  price from a day on, in yuan for a million tokens')
    .argument('<name>')
    .requiredOption('--input <yuan>', '输入 input')
    .requiredOption('--output <yuan>', '输出 output')
    .option('--cached-input <yuan>', '命中缓存的输入，默认同输入 cached input')
    .option('--from <YYYY-MM-DD>', '起始日，默认今天 first day')
    .action((name: string, { input, output, cachedInput = input, from }: PriceOptions) =>
      withClient(async (client) => {
        const { model } = await client.call(operations.setModelPrice, {
          name,
          validFrom: from ?? todayInChina(systemClock),
          input: millionths('--input', input),
          cachedInput: millionths('--cached-input', cachedInput),
          output: millionths('--output', output),
        });
        terminal.print(lineOf(model));
      }),
    );
}

function addNetworksVerb(models: Command, { terminal, withClient }: VerbContext): void {
  models
    .command('networks')
    .description('本单位网段：本单位内的模型只能在其中  the networks that are the site’s own: where in-house models stand')
    .option('--propose <networks>', '改为这些网段，以逗号分隔，须两人 propose these, separated by commas')
    .option('--reason <text>', '给批准人的理由 reason, for who approves', '-')
    .action(({ propose, reason }: { readonly propose?: string; readonly reason: string }) =>
      withClient(async (client) => {
        if (propose !== undefined) {
          const { changeId } = await client.call(operations.proposeSiteNetworks, { networks: listed(propose).slice(), reason });
          if (changeId !== null) return terminal.remark('等第二人批准后生效。', 'It counts once a second person approves.');
        }
        for (const network of (await client.call(operations.getSiteNetworks, {})).networks) terminal.print(network);
      }),
    );
}

function addStopVerbs(models: Command, { terminal, withClient }: VerbContext): void {
  models
    .command('stop')
    .description('紧急停用：一个模型、一个场景（--scenario）或全部（--all），一秒内生效  emergency stop, within a second')
    .argument('[name]', '模型 model')
    .option('--scenario <name>', '场景 scenario')
    .option('--all', '全部 everything')
    .requiredOption('--reason <text>', '原因 reason')
    .action((name: string | undefined, { scenario, all, reason }: { scenario?: string; all?: boolean; reason: string }) =>
      withClient(async (client) => {
        const named = [name, scenario, all].filter((one) => one !== undefined);
        if (named.length !== 1)
          throw new AppError('invalid-input', { fault: '模型、--scenario、--all 三选一 name a model, or --scenario, or --all' });
        const kind = all ? 'all' : scenario === undefined ? 'model' : 'scenario';
        const { stop } = await client.call(operations.stopModels, { kind, target: name ?? scenario ?? null, reason });
        printStop(terminal, stop);
      }),
    );

  models
    .command('resume')
    .description('解除紧急停用  lift an emergency stop')
    .argument('<id>', '编号（见 models list） id, see models list')
    .requiredOption('--reason <text>', '原因 reason')
    .action((stopId: string, { reason }: { readonly reason: string }) =>
      withClient(async (client) => void (await client.call(operations.liftStop, { stopId, reason }))),
    );
}

/** From the environment, so that a key stands neither in a shell's history nor in the list of processes. */
function keyIn(variable: string): string {
  const key = environmentValue(variable);
  if (key === '')
    throw new AppError('invalid-input', { fault: `--key-env: 环境变量 ${variable} 没有值 the environment variable ${variable} is empty` });
  return key;
}

const appliedWords: Readonly<Record<Applied['done'], string>> = {
  added: '已登记 added',
  changed: '已更改 changed',
  unchanged: '未变 unchanged',
};

const stateWords: Readonly<Record<Model['state'], string>> = {
  waiting: '待批准 waiting',
  active: '启用 active',
  stopped: '紧急停用 stopped',
};

function lineOf({ name, state, zone, location, maxGrade, url, upstreamName, hasKey }: Model): string {
  return [name, stateWords[state], zone, location, `≤ ${maxGrade}`, url, upstreamName, hasKey ? '有密钥 key set' : '无密钥 no key'].join(
    '  ',
  );
}

function stopLine({ id, kind, target, reason, stoppedBy, stoppedAt }: Stop): string {
  return `紧急停用 stop ${id}  ${kind}  ${target ?? '*'}  ${stoppedBy}  ${stoppedAt}  ${reason}`;
}

function printStop(terminal: Terminal, stop: Stop): void {
  terminal.print(stopLine(stop));
}
