// Verbs about answer boxes: list, show, add, change, close, remove.
import { type Command, Option } from 'commander';
import { type AnswerBox, boxLanguages, type BoxSettings, operations } from '../answer-box/contract.ts';
import { listed } from '../base/network-settings.ts';
import type { VerbContext } from './account-verbs.ts';
import type { Client } from './client.ts';
import { count } from './count.ts';
import { tellWhetherItCounts, theOne } from './opening.ts';

interface Wish extends Partial<Omit<BoxSettings, 'origins'>> {
  readonly origins?: string[];
  readonly reason?: string;
}
interface Output {
  readonly json?: boolean;
}

export function addBoxVerbs(program: Command, { terminal, withClient }: VerbContext): void {
  const boxes = program.command('boxes').description('答问窗：放进本单位网站的提问框  answer boxes: in pages of the institution’s site');
  const print = (box: AnswerBox, { json }: Output, more: object = {}): void =>
    terminal.print(json === true ? JSON.stringify({ ...box, ...more }) : lineOf(box));
  const settingsOn = (verb: Command): Command =>
    verb
      .option('--greeting <text>', '问候语 what a visitor reads first')
      .addOption(
        new Option('--language <language>', '语言：auto 随访客的浏览器 that of the visitor’s browser, or one').choices(boxLanguages),
      )
      .option(
        '--origins <origins>',
        '可嵌入的网站，以逗号分隔；空为只用自己的页面 sites that may embed it, separated by commas',
        (origins) => [...listed(origins)],
      )
      .option('--per-address <n>', '每个地址每分钟至多几问 questions a minute from one address', count)
      .option('--per-box <n>', '合计每分钟至多几问 questions a minute in all', count)
      .option('--reason <text>', '给批准人的理由 reason, for who approves')
      .addOption(new Option('--json', 'JSON'));

  boxes
    .command('list')
    .description('列出答问窗  list the answer boxes')
    .addOption(new Option('--json', '逐行输出 JSON  one JSON value per line'))
    .action((output: Output) =>
      withClient(async (client) => {
        for (const box of (await client.call(operations.listAnswerBoxes, {})).boxes) print(box, output);
      }),
    );

  boxes
    .command('show')
    .description('一个答问窗的设置和嵌入代码  settings of an answer box, and the code that embeds it')
    .argument('<box>', '标题或编号 title or id')
    .addOption(new Option('--json', 'JSON'))
    .action((given: string, output: Output) =>
      withClient(async (client) => {
        const box = await findBox(client, given);
        print(box, output);
        if (output.json === true) return;
        if (box.greeting !== '') terminal.print(box.greeting);
        terminal.print(box.page);
        terminal.print(`<script src="${box.script}" data-box="${box.id}" async></script>`);
      }),
    );

  settingsOn(
    boxes
      .command('add')
      .description('新建答问窗，第二人批准后开放  make an answer box; it is open once a second person approves')
      .argument('<title>', '标题 title')
      .requiredOption('--scenario <name>', '场景，输入按“公开”对待 a scenario into which what is typed counts as public'),
  ).action((title: string, { json = false, ...wish }: Wish & Output & { readonly scenario: string }) =>
    withClient(async (client) => {
      const { box, changeId } = await client.call(operations.addAnswerBox, { title, ...wish });
      print(box, { json }, { changeId });
      tellWhetherItCounts(terminal, changeId);
    }),
  );

  settingsOn(
    boxes
      .command('change')
      .description(
        '更改或重新开放；开放得更多的，第二人批准后生效  change it, or put it on again; what opens it further waits for a second person',
      )
      .argument('<box>', '标题或编号 title or id')
      .option('--title <text>', '标题 title')
      .option('--scenario <name>', '场景 scenario'),
  ).action((given: string, { json = false, ...wish }: Wish & Output) =>
    withClient(async (client) => {
      const { id: boxId, title, greeting, language, scenario, origins, perAddress, perBox } = await findBox(client, given);
      const settings = { title, greeting, language, scenario, origins, perAddress, perBox };
      const { box, changeId } = await client.call(operations.changeAnswerBox, { boxId, ...settings, ...wish });
      print(box, { json }, { changeId });
      tellWhetherItCounts(terminal, changeId);
    }),
  );

  boxes
    .command('close')
    .description('停用，马上生效  switch it off at once')
    .argument('<box>', '标题或编号 title or id')
    .addOption(new Option('--json', 'JSON'))
    .action((given: string, output: Output) =>
      withClient(async (client) => {
        const { id: boxId } = await findBox(client, given);
        print((await client.call(operations.closeAnswerBox, { boxId })).box, output);
      }),
    );

  boxes
    .command('remove')
    .description('移除，不能恢复；已有的问答按期限保留  remove it for good; what was asked is kept for its time')
    .argument('<box>', '标题或编号 title or id')
    .action((given: string) =>
      withClient(async (client) => void (await client.call(operations.removeAnswerBox, { boxId: (await findBox(client, given)).id }))),
    );
}

async function findBox(client: Client, given: string): Promise<AnswerBox> {
  const { boxes } = await client.call(operations.listAnswerBoxes, {});
  return theOne(boxes, given, ({ title }) => title, 'answer box 答问窗');
}

const stateWords: Readonly<Record<AnswerBox['state'], string>> = { waiting: '待批准 waiting', on: '开放 open', off: '已停用 off' };

function lineOf({ id, title, state, fault, scenario, origins, perAddress, perBox, questions }: AnswerBox): string {
  return [
    id,
    title,
    fault ? `${stateWords[state]} (${fault})` : stateWords[state],
    scenario,
    origins.join(',') || '—',
    `${perAddress}/${perBox} 每分钟 a minute`,
    `${questions} 问 questions`,
  ].join('  ');
}
