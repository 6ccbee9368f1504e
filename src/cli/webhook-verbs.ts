// Verbs about webhooks: list, show, add, change, close, remove, and what was delivered.
import { type Command, Option } from 'commander';
import { AppError } from '../base/errors.ts';
import { deliveryIdSchema } from '../base/ids.ts';
import { listed } from '../base/network-settings.ts';
import { type Delivery, operations, type Webhook, webhookEvents, webhookSettingsSchema } from '../webhooks/contract.ts';
import type { VerbContext } from './account-verbs.ts';
import type { Client } from './client.ts';
import { tellWhetherItCounts, theOne } from './opening.ts';

interface Wish {
  readonly name?: string;
  readonly url?: string;
  readonly zone?: Webhook['zone'];
  readonly events?: Webhook['events'];
  /** False: of any. */
  readonly scenario?: string | false;
  readonly reason?: string;
}
interface Output {
  readonly json?: boolean;
}

/** Of runs: what happens to documents belongs to no scenario. */
const usual = { zone: 'in-house', events: ['run.answered', 'run.refused', 'run.failed'] } as const;

export function addWebhookVerbs(program: Command, { terminal, withClient }: VerbContext): void {
  const webhooks = program.command('webhooks').description('事件推送：通知其他系统  webhooks: other systems are told of what happens');
  const print = (webhook: Webhook, { json }: Output, more: object = {}): void =>
    terminal.print(json === true ? JSON.stringify({ ...webhook, ...more }) : lineOf(webhook));
  const printDelivery = (delivery: Delivery, { json }: Output): void =>
    terminal.print(json === true ? JSON.stringify(delivery) : deliveryLine(delivery));
  const settingsOn = (verb: Command): Command =>
    verb
      .addOption(
        new Option('--zone <zone>', '地址所在：本单位网络或外部 where it stands').choices(webhookSettingsSchema.shape.zone.options),
      )
      .option('--events <events>', `以逗号分隔 separated by commas: ${webhookEvents.join(' ')}`, eventsIn)
      .option('--scenario <name>', '只限这个场景的运行 only runs of this scenario')
      .option('--no-scenario', '所有场景 of any scenario')
      .option('--reason <text>', '给批准人的理由 reason, for who approves')
      .addOption(new Option('--json', 'JSON'));
  const onOne = (verb: string, description: string): Command =>
    webhooks.command(verb).description(description).argument('<webhook>', '名称或编号 name or id').addOption(new Option('--json', 'JSON'));

  webhooks
    .command('list')
    .description('列出事件推送  list the webhooks')
    .addOption(new Option('--json', '逐行输出 JSON  one JSON value per line'))
    .action((output: Output) =>
      withClient(async (client) => {
        for (const webhook of (await client.call(operations.listWebhooks, {})).webhooks) print(webhook, output);
      }),
    );

  onOne('show', '一个事件推送的设置和送达情况  settings of a webhook, and what was delivered').action((given: string, output: Output) =>
    withClient(async (client) => print(await findWebhook(client, given), output)),
  );

  settingsOn(
    webhooks
      .command('add')
      .description('登记事件推送，第二人批准后开通；密钥只显示这一次  register a webhook; its secret is shown only now')
      .argument('<name>', '名称 name')
      .requiredOption('--url <url>', '接收地址（https://） address'),
  ).action((name: string, { json, scenario, ...wish }: Wish & Output & { readonly url: string }) =>
    withClient(async (client) => {
      const settings = { name, ...usual, events: [...usual.events], ...wish, scenario: scenario || null };
      const { webhook, secret, changeId } = await client.call(operations.addWebhook, settings);
      if (json === true) print(webhook, { json }, { secret, changeId });
      else terminal.print(secret);
      terminal.remark('密钥以后不再显示，请交给接收系统。', 'The secret is not shown again: hand it to the receiving system.');
      tellWhetherItCounts(terminal, changeId);
    }),
  );

  settingsOn(
    webhooks
      .command('change')
      .description(
        '更改或重新开通；告知得更多的，第二人批准后生效  change it, or put it on again; what tells more waits for a second person',
      )
      .argument('<webhook>', '名称或编号 name or id')
      .option('--name <text>', '名称 name')
      .option('--url <url>', '接收地址 address'),
  ).action((given: string, { json = false, scenario: wanted, ...wish }: Wish & Output) =>
    withClient(async (client) => {
      const { id: webhookId, name, url, zone, events, scenario } = await findWebhook(client, given);
      const settings = { name, url, zone, events, ...wish, scenario: wanted === undefined ? scenario : wanted || null };
      const { webhook, changeId } = await client.call(operations.changeWebhook, { webhookId, ...settings });
      print(webhook, { json }, { changeId });
      tellWhetherItCounts(terminal, changeId);
    }),
  );

  onOne('close', '停用，马上生效  switch it off at once').action((given: string, output: Output) =>
    withClient(async (client) => {
      const { id: webhookId } = await findWebhook(client, given);
      print((await client.call(operations.closeWebhook, { webhookId })).webhook, output);
    }),
  );

  webhooks
    .command('remove')
    .description('移除，连同推送记录  remove it with its deliveries')
    .argument('<webhook>', '名称或编号 name or id')
    .action((given: string) =>
      withClient(
        async (client) => void (await client.call(operations.removeWebhook, { webhookId: (await findWebhook(client, given)).id })),
      ),
    );

  onOne('secret', '更换密钥，新旧同时签名一天  give it a new secret; for a day both sign').action((given: string, { json }: Output) =>
    withClient(async (client) => {
      const { secret } = await client.call(operations.replaceWebhookSecret, { webhookId: (await findWebhook(client, given)).id });
      terminal.print(json === true ? JSON.stringify({ secret }) : secret);
    }),
  );

  onOne('test', '发送测试  send a test event').action((given: string, output: Output) =>
    withClient(async (client) => {
      const { delivery } = await client.call(operations.testWebhook, { webhookId: (await findWebhook(client, given)).id });
      printDelivery(delivery, output);
    }),
  );

  onOne('deliveries', '最近一百次推送  the last hundred deliveries').action((given: string, output: Output) =>
    withClient(async (client) => {
      const { deliveries } = await client.call(operations.listDeliveries, { webhookId: (await findWebhook(client, given)).id });
      for (const delivery of deliveries) printDelivery(delivery, output);
    }),
  );

  webhooks
    .command('resend')
    .description('重发一次推送，编号不变  send a delivery again, under the same id')
    .argument('<webhook>', '名称或编号 name or id')
    .argument('<delivery>', '推送编号（见 webhooks deliveries） id of the delivery')
    .addOption(new Option('--json', 'JSON'))
    .action((given: string, id: string, output: Output) =>
      withClient(async (client) => {
        const deliveryId = deliveryIdSchema.safeParse(id);
        if (!deliveryId.success)
          throw new AppError('invalid-input', { fault: 'delivery: see webhooks deliveries (编号见 webhooks deliveries)' });
        const about = { webhookId: (await findWebhook(client, given)).id, deliveryId: deliveryId.data };
        printDelivery((await client.call(operations.resendDelivery, about)).delivery, output);
      }),
    );
}

function eventsIn(value: string): Webhook['events'] {
  const parsed = webhookSettingsSchema.shape.events.safeParse(listed(value));
  if (!parsed.success) throw new AppError('invalid-input', { fault: `--events: ${webhookEvents.join(' ')}` });
  return parsed.data;
}

async function findWebhook(client: Client, given: string): Promise<Webhook> {
  const { webhooks } = await client.call(operations.listWebhooks, {});
  return theOne(webhooks, given, ({ name }) => name, 'webhook 事件推送');
}

const stateWords: Readonly<Record<Webhook['state'], string>> = {
  waiting: '待批准 waiting',
  on: '开通 on',
  off: '已停用 off',
  failing: '未送达，已停用 off, nothing arrived',
};

function lineOf({ id, name, state, url, zone, events, scenario, delivered, waiting, givenUp }: Webhook): string {
  return [
    id,
    name,
    stateWords[state],
    url,
    zone,
    events.join(','),
    scenario ?? '所有场景 any scenario',
    `送达 delivered ${delivered}，等待 waiting ${waiting}，放弃 given up ${givenUp}`,
  ].join('  ');
}

function deliveryLine({ id, event, state, attempts, result, createdAt }: Delivery): string {
  return [id, createdAt, event, state, attempts, result ?? ''].join('  ').trimEnd();
}
