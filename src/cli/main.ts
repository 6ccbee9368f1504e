// The command line: parse, call the product by its operations, print.
import { Command, CommanderError, Option } from 'commander';
import { version } from '../app.ts';
import { operations as answerOperations } from '../answer/contract.ts';
import { type Config, readConfig } from '../base/config.ts';
import { AppError, bothSentences } from '../base/errors.ts';
import { type Grade, grades } from '../base/grade.ts';
import { operations as knowledgeOperations } from '../knowledge/contract.ts';
import { searchBatch } from '../knowledge/search/search-batch.ts';
import { closeOnSignal, serve } from '../serve.ts';
import { type BackupOptions, listBackups, makeBackup, printRecoverySheet } from './backup.ts';
import { welcome } from '../welcome.ts';
import { addAccountVerbs } from './account-verbs.ts';
import { attachFiles } from './attach-files.ts';
import { askBatch } from './ask-batch.ts';
import { addBoxVerbs } from './box-verbs.ts';
import { type Client, openClient, RemoteProblem } from './client.ts';
import { quote, type StepOptions, understand } from './answer-steps.ts';
import { checkClaims, type CheckClaimsOptions } from './check-claims.ts';
import { compareVersions } from './compare-versions.ts';
import { count } from './count.ts';
import { addConversationVerbs } from './conversation-verbs.ts';
import { checkData } from './check-data.ts';
import { diagnose } from './doctor.ts';
import { addExportVerb } from './export-answer.ts';
import { addKeyVerbs } from './key-verbs.ts';
import { addLedgerCommands } from './ledger.ts';
import { addIncidentVerbs } from './incidents.ts';
import { type ImportOptions, importFiles } from './import.ts';
import { rotateKeys, showKeys } from './encryption.ts';
import { serveMcp } from './mcp.ts';
import { addModelVerbs } from './model-verbs.ts';
import { addPeopleVerbs } from './people-verbs.ts';
import { parseFiles, type ParseOptions } from './parse-files.ts';
import { addPolicyVerbs } from './policy-verbs.ts';
import { printAnswer, printHits } from './print.ts';
import { addQuotaVerbs } from './quota-verbs.ts';
import { addSearchModelsVerbs } from './search-models-verbs.ts';
import { addScenarioVerbs } from './scenario-verbs.ts';
import { addLibraryLimitVerbs } from './library-limit-verbs.ts';
import { addLibraryReportVerb } from './library-report.ts';
import { addSecurityReportVerb } from './security-report.ts';
import { addSourceVerbs } from './source-verbs.ts';
import { addRetentionVerbs } from './retention-verbs.ts';
import { restore, type RestoreOptions } from './restore.ts';
import { mayPass, supervise } from './supervise.ts';
import { createTerminal } from './terminal.ts';
import { addWebhookVerbs } from './webhook-verbs.ts';
import { upgrade, type UpgradeOptions } from './upgrade.ts';

// 0: done; 1: done, but not all of it succeeded (a file rejected, a question refused ...); 2: could not be done.
const partial = 1;
const impossible = 2;
const terminal = createTerminal();

const program = new Command('hengjian')
  .exitOverride()
  .description('衡鉴：每个回答都有依据。Hengjian: every answer shows its evidence.')
  .version(version)
  .option('--data <folder>', '数据目录（默认 HENGJIAN_DATA 或 ./data） data folder')
  .showHelpAfterError('（用 --help 查看用法 see --help）')
  .configureHelp({ sortSubcommands: false });

const json = (): Option => new Option('--json', '逐行输出 JSON  one JSON value per line');
const day = (flag: string, meaning: string): Option => new Option(`${flag} <YYYY-MM-DD>`, meaning);

program
  .command('serve')
  .description('启动服务和网页  start the service and the pages')
  .option('--port <port>', '端口 port')
  .option('--host <host>', '本机地址 loopback address')
  .option('--supervised', '崩溃后自动重启 start again by itself after a crash')
  .option('--solo', '单人模式：只限本机，不用登录  solo mode: this machine only, no sign-in')
  .action(async ({ port, host, supervised, solo }: { port?: string; host?: string; supervised?: boolean; solo?: boolean }) => {
    if (supervised) return superviseServing();
    const service = await serve(config({ PORT: port, HOST: host, HENGJIAN_SOLO: solo ? 'on' : undefined }));
    terminal.print(welcome(service));
    closeOnSignal(service);
  });

async function superviseServing(): Promise<void> {
  const args = process.argv.slice(1).filter((arg) => arg !== '--supervised');
  process.exitCode = await supervise({
    args,
    onRestart: (pauseMs) =>
      terminal.remark(
        `服务意外结束，${pauseMs / 1000} 秒后重启。`,
        `The service ended unexpectedly; it starts again in ${pauseMs / 1000} s.`,
      ),
  });
}

program
  .command('import')
  .description('导入文件或文件夹  import files or folders')
  .argument('<path...>', '文件或文件夹 files or folders')
  .option('--collection <name>', '文集 collection')
  .option('--department <name>', '归口部门 owner department')
  .addOption(new Option('--grade <grade>', '级别 grade').choices([...grades]))
  .addOption(day('--effective-on', '施行日期 first day in force'))
  .addOption(day('--expired-on', '失效日期 first day no longer in force'))
  .option('--password', '询问加密文件的密码（终端或标准输入，不写在命令里） ask for the password of encrypted files')
  .addOption(json())
  .action((paths: string[], options: ImportOptions) =>
    withClient(async (client) => {
      if (!(await importFiles(client, terminal, paths, options))) process.exitCode = partial;
    }),
  );

program
  .command('compare')
  .description('逐条比较一份文档的两个版本  compare two versions of a document clause by clause')
  .argument('<document>', '文档编号，或名称中独有的部分 id, or a part of the name that no other has')
  .option('--from <n>', '较早的版本，默认倒数第二版 the earlier version, by number', count)
  .option('--to <n>', '较晚的版本，默认最新版 the later version, by number', count)
  .addOption(json())
  .action((document: string, options: { from?: number; to?: number; json?: boolean }) =>
    withClient((client) => compareVersions(client, terminal, document, options)),
  );

program
  .command('parse')
  .description('读文件并显示结果，不导入  read files and show what was read, without importing them')
  .argument('<path...>', '文件或文件夹 files or folders')
  .option('--no-ocr', '不识别扫描件和图片里的文字 leave out the text of scans and pictures')
  .option('--password <password>', '打开加密文件的密码 opens encrypted files')
  .addOption(json())
  .action((paths: string[], options: ParseOptions) => parseFiles(terminal, paths, readConfig(), options));

program
  .command('check-claims')
  .description('核对句子是否有原文依据，不用模型  check claims against the texts they rest on, without a model')
  .requiredOption('--in <file>', 'JSONL {id, premise, hypothesis}')
  .requiredOption('--out <file>', 'JSONL {id, score, verdict, conflicts}')
  .action((options: CheckClaimsOptions) => checkClaims(terminal, options));

program
  .command('understand')
  .description('判断一个问题问什么、属于哪一类，不用模型  tell what questions are and ask for, without a model')
  .requiredOption('--in <file>', 'JSONL {id, question, previous?}')
  .requiredOption('--out <file>', 'JSONL {id, question, kind, asks, names}')
  .action((options: StepOptions) => understand(terminal, options));

program
  .command('quote')
  .description('从给出的片段中摘录回答，不用模型  answer from the passages that are given, by quoting them')
  .requiredOption('--in <file>', 'JSONL {id, question, passages: [{doc, heading?, text}]}')
  .requiredOption('--out <file>', 'JSONL {id, status, confidence, quotations: [{doc, quote}]}')
  .action((options: StepOptions) => quote(terminal, options));

program
  .command('mcp')
  .description(
    '以模型上下文协议（标准输入输出）提供问答和检索  serve asking and searching by the Model Context Protocol, over standard input and output',
  )
  .option('--scenario <name>', '在这个场景里提问 ask in this scenario', 'policy-questions')
  .action(({ scenario }: { scenario: string }) => withClient((client) => serveMcp(client, scenario)));

interface SearchOptions {
  readonly asOf?: string;
  readonly anyValidity?: boolean;
  readonly limit: number;
  readonly json?: boolean;
  readonly corpus?: string;
  readonly queries?: string;
  readonly top: number;
  readonly out?: string;
}

program
  .command('search')
  .description('检索文库，或用自己的测试集批量检索  search the library, or run a test set of your own')
  .argument('[query...]', '检索词 query')
  .addOption(day('--as-of', '按这一天有效的文件 rules in force on this day'))
  .option('--any-validity', '也包括已失效和未施行的 also what is not in force')
  .option('--limit <n>', '条数 number of hits', count, 10)
  .option('--corpus <file>', '批量：语料 JSONL {id, title?, text, date?, expired?, level?, region?}')
  .option('--queries <file>', '批量：问题 JSONL {id, text, as_of?}')
  .option('--top <n>', '批量：每题条数 hits per query', count, 50)
  .option('--out <file>', '批量：结果 JSONL {id, hits}')
  .addOption(json())
  .action(async (words: readonly string[], options: SearchOptions) => {
    const query = words.join(' ');
    if (options.corpus !== undefined || options.queries !== undefined) return searchTestSet(options);
    if (query === '')
      throw new AppError('invalid-input', { fault: 'give a query, or --corpus, --queries and --out (请给出检索词，或批量参数)' });
    await withClient(async (client) => {
      const result = await client.call(knowledgeOperations.searchPassages, {
        query,
        limit: options.limit,
        asOf: options.asOf,
        anyValidity: options.anyValidity === true,
      });
      printHits(terminal, result, options.json === true);
      if (result.hits.length === 0) process.exitCode = partial;
    });
  });

async function searchTestSet({ corpus, queries, out, top }: SearchOptions): Promise<void> {
  if (corpus === undefined || queries === undefined || out === undefined)
    throw new AppError('invalid-input', { fault: '--corpus, --queries and --out go together (这三个参数需一起给出)' });
  await searchBatch({
    corpusFile: corpus,
    queriesFile: queries,
    top,
    outFile: out,
    onProgress: (done, total) => terminal.progress('检索 searching', done, total),
  });
  terminal.remark(`已写入 ${out}`, `Wrote ${out}.`);
}

interface AskOptions {
  readonly attach: readonly string[];
  readonly grade?: Grade;
  readonly password?: boolean;
  readonly asOf?: string;
  readonly json?: boolean;
  readonly library?: string;
  readonly questions?: string;
  readonly out?: string;
}

program
  .command('ask')
  .description('提问，或用自己的测试集批量提问  ask a question, or run a test set of your own')
  .argument('[question...]', '问题 question')
  .addOption(day('--as-of', '按这一天有效的文件回答 answer as of this day'))
  .option(
    '--attach <file>',
    '随问题附上的文件，可多次 file that goes with the question; may be repeated',
    (path, known) => [...known, path],
    [] as string[],
  )
  .addOption(new Option('--grade <grade>', '附件的级别（默认 internal） grade of the files').choices([...grades]))
  .option('--password', '询问带密码的附件的密码 asks for the password of files that have one')
  .option('--library <folder>', '批量：资料文件夹 folder of documents')
  .option('--questions <file>', '批量：问题 JSONL {id, question, as_of?}')
  .option('--out <file>', '批量：结果 JSONL {id, answer, citations, refused, found, status}')
  .addOption(json())
  .action(async (words: readonly string[], { asOf, attach, grade, password, library, questions, out, json: asJson }: AskOptions) => {
    if (library !== undefined && questions !== undefined && out !== undefined) return askBatch(terminal, { library, questions, out });
    const question = words.join(' ');
    if (question === '')
      throw new AppError('invalid-input', { fault: 'give a question, or --library, --questions and --out (请给出问题，或批量参数)' });
    await withClient(async (client) => {
      const attachmentIds = await attachFiles(client, terminal, attach, { grade, asksForPassword: password === true });
      const answer = await client.call(answerOperations.ask, { question, asOf, attachmentIds });
      printAnswer(terminal, answer, asJson === true);
      if (answer.refused) process.exitCode = partial;
    });
  });

addExportVerb(program, { config, terminal, withClient });
addConversationVerbs(program, { config, terminal, withClient, partial });

const backup = program
  .command('backup')
  .description('在线备份全部数据  back up everything while it runs')
  .option('--to <folder>', '备份目录（默认 HENGJIAN_BACKUP） backup folder')
  .addOption(json())
  .action((options: BackupOptions) => withClient(async (client) => void (await makeBackup(client, terminal, options))));

backup
  .command('key')
  .description('打印恢复单  print the recovery sheet')
  .action(() => printRecoverySheet(terminal, config().backup.key, config().backup.includesMasterKey));

program
  .command('backups')
  .description('查看备份  see the backups')
  .command('list')
  .description('列出备份，最新的在前  list backups, newest first')
  .option('--from <folder>', '备份目录（默认 HENGJIAN_BACKUP） backup folder')
  .option('--key <file>', '备份密钥文件 file of the backup key')
  .addOption(json())
  .action(({ from = config().backup.folder, key, json: asJson }: { from?: string; key?: string; json?: boolean }) => {
    if (from === undefined) throw new AppError('backup-unset');
    return listBackups(config(), terminal, { from, ...(key === undefined ? {} : { key }) }, asJson === true);
  });

program
  .command('restore')
  .description('把备份恢复到空的位置  restore a backup into an empty place')
  .requiredOption('--from <folder>', '备份目录 backup folder')
  .option('--at <id>', '备份编号（默认最新） backup id (default: newest)')
  .requiredOption('--into <place>', '新数据目录，或 postgres:// 地址 new data folder, or a postgres:// address')
  .option('--key <file>', '备份密钥文件（默认数据目录中的） file of the backup key')
  .option('--keys <folder>', '主密钥所在目录，复制到新数据目录 folder of the master key, copied into the new data folder')
  .option(
    '--verify',
    '恢复后启动并提问核对，结果记入本站点 open it afterwards and ask a question; the result goes on record with the site here',
  )
  .option('--no-record', '结果不记入本站点 keep the result off the record')
  .addOption(json())
  .action(async (options: RestoreOptions) => {
    if (!(await restore(config(), terminal, options))) process.exitCode = partial;
  });
const encryption = program
  .command('encryption')
  .description('数据加密：主密钥和数据密钥  encryption of the data: master key and data keys');
encryption
  .command('status')
  .description('查看密钥和加密进度  the keys, and how far sealing is')
  .addOption(json())
  .action(({ json: asJson }: { json?: boolean }) => withClient((client) => showKeys(client, terminal, asJson === true)));
encryption
  .command('rotate')
  .description('更换数据密钥并重新加密  new data keys; everything is sealed anew')
  .option('--master', '只更换主密钥 a new master key instead')
  .addOption(json())
  .action(({ master, json: asJson }: { master?: boolean; json?: boolean }) =>
    withClient((client) => rotateKeys(client, terminal, { master: master === true, asJson: asJson === true })),
  );

program
  .command('upgrade')
  .description('把旧版本的数据升级到本版本  bring data of an earlier version to this one')
  .option('--dry-run', '只在副本上试 only try on a copy')
  .addOption(json())
  .action(async (options: UpgradeOptions) => {
    if (!(await upgrade(config(), terminal, options))) process.exitCode = partial;
  });

program
  .command('doctor')
  .description('检查运行环境  check what the product stands on')
  .option('--deep', '并读遍全部数据，查找损坏 also read all data and look for damage')
  .addOption(json())
  .action(async ({ deep, json: asJson }: { deep?: boolean; json?: boolean }) => {
    const isWell = await diagnose(config(), terminal, asJson === true);
    let isWhole = true;
    if (deep) await withClient(async (client) => void (isWhole = await checkData(client, terminal, asJson === true)));
    if (!isWell || !isWhole) process.exitCode = partial;
  });

addLedgerCommands(program, { terminal, withClient, partial });
const verbContext = { terminal, config: () => config(), withClient };
addAccountVerbs(program, verbContext);
addPeopleVerbs(program, verbContext);
addKeyVerbs(program, verbContext);
addIncidentVerbs(program, verbContext);
addModelVerbs(program, { ...verbContext, partial });
addQuotaVerbs(program, verbContext);
addLibraryLimitVerbs(program, verbContext);
addSearchModelsVerbs(program, verbContext);
addScenarioVerbs(program, verbContext);
addSourceVerbs(program, verbContext);
addBoxVerbs(program, verbContext);
addWebhookVerbs(program, verbContext);
addRetentionVerbs(program, verbContext);
addSecurityReportVerb(program, verbContext);
addLibraryReportVerb(program, verbContext);
addPolicyVerbs(program, { ...verbContext, partial });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = impossible;
  // A supervisor tries again.
  if (mayPass(error)) process.send?.('waiting');
  const sentences = sentencesOf(error);
  if (sentences) terminal.remark(sentences.zh, sentences.en);
  // Help and faults of the command line have been printed.
  else if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : impossible;
  else throw error;
}

function config(given: Record<string, string | undefined> = {}): Config {
  const { data } = program.opts<{ data?: string }>();
  return readConfig({ ...given, HENGJIAN_DATA: data });
}

async function withClient(work: (client: Client) => Promise<void>): Promise<void> {
  const client = await openClient(config());
  try {
    await work(client);
  } finally {
    await client.close();
  }
}

function sentencesOf(error: unknown): { zh: string; en: string } | undefined {
  if (error instanceof RemoteProblem) return error.sentences;
  if (error instanceof AppError) return bothSentences(error.code, error.details);
  return undefined;
}
