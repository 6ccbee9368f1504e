// `hengjian ledger status|verify|export|redact|checkpoint|key`: the record and its proof, with the server or without it.
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AppError, systemCode } from '../base/errors.ts';
import { type Beginning, operations, type Subject, type Verification } from '../ledger/contract.ts';
import { exportFileName, type ExportVerification, verifyExport } from '../ledger/verify-export.ts';
import { operations as retention } from '../retention/contract.ts';
import type { Client } from './client.ts';
import type { Terminal } from './terminal.ts';

export interface LedgerCommandPlace {
  readonly terminal: Terminal;
  withClient(work: (client: Client) => Promise<void>): Promise<void>;
  /** Done, but what was looked at is not whole. */
  readonly partial: number;
}

const json = (): Option => new Option('--json', '输出 JSON  one JSON value');
const several = (value: string, before: string[]): string[] => [...before, value];

export function addLedgerCommands(program: Command, place: LedgerCommandPlace): void {
  const ledger = program
    .command('ledger')
    .description('账本：校验、导出、擦除原文、检查点、公钥  the ledger: verify, export, redact, checkpoint, key');
  ledger
    .command('status')
    .description('账本从哪条记录开始，为什么  where the ledger begins, and why there')
    .addOption(json())
    .action(({ json: asJson }: { json?: boolean }) => place.withClient((client) => showStatus(client, place.terminal, asJson === true)));
  ledger
    .command('verify')
    .description('校验导出的账本（不需要服务和数据库），不给导出时校验正在使用的账本  verify an export offline, or the ledger in use')
    .argument('[export]', '导出的文件夹或文件 folder or file of an export')
    .option('--checkpoint <file>', '另行保存的检查点，可给多次 a checkpoint kept elsewhere; may be given again', several, [])
    .option('--key <file>', '另行保存的公钥，可给多次 a public key kept elsewhere; may be given again', several, [])
    .addOption(json())
    .action(async (path: string | undefined, options: VerifyOptions) => {
      if (!(await verify(place, path, options))) process.exitCode = place.partial;
    });
  ledger
    .command('export')
    .description('导出整个账本  export the whole ledger')
    .requiredOption('--out <folder>', '文件夹 folder')
    .option('--disclosures', '连同未擦除的个人信息原文 with the personal texts that were not erased')
    .action((options: { out: string; disclosures?: boolean }) => place.withClient((client) => exportTo(client, place.terminal, options)));
  ledger
    .command('redact')
    .description('申请擦除账本旁的原文，记录保留；由安全管理员批准  propose to erase the texts beside the records about something')
    .requiredOption('--subject <kind:id>', '对象，如 document:编号 what the records are about', subjectOf)
    .requiredOption('--reason <reason>', '理由，不要写要擦除的内容 why, without what is to be erased')
    .action((options: { subject: Subject; reason: string }) => place.withClient((client) => redact(client, place.terminal, options)));
  ledger
    .command('checkpoint')
    .description('立即签署检查点  sign a checkpoint now')
    .action(() =>
      place.withClient(async (client) => {
        const { checkpoint } = await client.call(operations.makeCheckpoint, {});
        if (!checkpoint) return place.terminal.remark('账本还没有记录。', 'The ledger has no records yet.');
        place.terminal.print(checkpoint.note.trimEnd());
      }),
    );
  ledger
    .command('key')
    .description('校验用的公钥：请另行保存  the public keys for verifying: keep them elsewhere')
    .action(() =>
      place.withClient(async (client) => {
        await client.call(operations.makeCheckpoint, {});
        const { keys } = await client.call(operations.listCheckpoints, { limit: 1 });
        for (const key of keys) place.terminal.print(key);
      }),
    );
}

function subjectOf(value: string): Subject {
  const [, kind, id] = /^([^:]+):(.+)$/.exec(value) ?? [];
  if (kind === undefined || id === undefined) throw new InvalidArgumentError('应为 种类:编号。 It must be KIND:ID.');
  return { kind, id };
}

async function showStatus(client: Client, terminal: Terminal, asJson: boolean): Promise<void> {
  const beginning = await client.call(operations.getBeginning, {});
  const { size } = await client.call(operations.listCheckpoints, { limit: 1 });
  if (asJson) return terminal.print(JSON.stringify({ size, ...beginning }));
  for (const line of linesOf(beginning, size)) terminal.print(line);
}

function linesOf({ firstSequence, since, cut, period }: Beginning, size: number): string[] {
  return [
    `第 ${firstSequence} 至 ${size} 条记录，始于 ${since ?? '-'}  records ${firstSequence} to ${size}, since ${since ?? '-'}`,
    ...(cut
      ? [
          `第 ${cut.through} 条及以前已于 ${cut.time} 按保存期限截去，见第 ${cut.sequence} 条`,
          `  up to ${cut.through} cut by the period: record ${cut.sequence}`,
        ]
      : []),
    ...(period
      ? [
          `期限 ${period.days} 天，见第 ${period.sequence} 条：${period.proposedBy ?? period.setBy} 提出，${period.setBy} 同意`,
          `  period of ${period.days} days, record ${period.sequence}: proposed by ${period.proposedBy ?? period.setBy}, set by ${period.setBy}`,
        ]
      : []),
  ];
}

async function redact(client: Client, terminal: Terminal, { subject, reason }: { subject: Subject; reason: string }): Promise<void> {
  const { changeId } = await client.call(retention.proposeRedaction, { subject, reason });
  if (changeId === null) return terminal.remark('原文已擦除，记录保留。', 'The texts are erased; the records stay.');
  terminal.print(changeId);
  terminal.remark('已提交，等安全管理员批准。', 'Proposed; a security officer decides.');
}

interface VerifyOptions {
  readonly checkpoint: readonly string[];
  readonly key: readonly string[];
  readonly json?: boolean;
}

/** Resolves to whether everything is as it was recorded. */
async function verify({ terminal, withClient }: LedgerCommandPlace, path: string | undefined, options: VerifyOptions): Promise<boolean> {
  if (path !== undefined) {
    const notes = await Promise.all(options.checkpoint.map(read));
    const keys = (await Promise.all(options.key.map(read))).flatMap((text) => text.split('\n').filter((line) => line.trim() !== ''));
    const result = await verifyExport(path, {
      notes,
      keys,
      onProgress: (records) => terminal.progress('校验 verifying', records, records + 1),
    });
    return report(terminal, result, options.json === true, result);
  }
  if (options.checkpoint.length + options.key.length > 0)
    throw new AppError('invalid-input', { fault: '--checkpoint and --key go with an export (需与导出一起给出)' });
  let verification: Verification | undefined;
  await withClient((client) =>
    client.follow(operations.verifyLedger, {}, (event) => {
      if (event.kind === 'records-checked') terminal.progress('校验 verifying', event.done, event.total);
      else verification = event.verification;
    }),
  );
  if (!verification) throw new AppError('internal', { requestId: 'ledger-verify' });
  return report(terminal, verification, options.json === true);
}

function report(terminal: Terminal, result: Verification, asJson: boolean, exported?: ExportVerification): boolean {
  if (asJson) {
    terminal.print(JSON.stringify(result));
    return result.isWhole;
  }
  if (result.fault) terminal.print(`✗ ${result.fault.zh}\n  ${result.fault.en}`);
  else {
    const { firstSequence, lastSequence, checkpoints } = result;
    terminal.print(`✓ 账本完整：第 ${firstSequence} 至 ${lastSequence} 条记录与 ${checkpoints} 个签名检查点一致。`);
    terminal.print(`  The ledger is whole: records ${firstSequence} to ${lastSequence} agree with ${checkpoints} signed checkpoints.`);
  }
  if (result.disclosures > 0)
    terminal.remark(`${result.disclosures} 处原文与承诺一致。`, `${result.disclosures} texts agree with their commitments.`);
  if (result.clockWentBack > 0)
    terminal.remark(`时钟有 ${result.clockWentBack} 次回拨。`, `The clock went back ${result.clockWentBack} times.`);
  for (const key of result.keys) terminal.remark('公钥：', `public key: ${key}`);
  if (exported?.keysAreItsOwn)
    terminal.remark(
      '公钥取自导出本身：请与另行保存的公钥核对，或用 --key 给出。',
      'The keys came with the export: compare them with those kept elsewhere, or give them with --key.',
    );
  return result.isWhole;
}

async function exportTo(client: Client, terminal: Terminal, { out, disclosures }: { out: string; disclosures?: boolean }): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    const lines = await client.download(operations.exportLedger, { disclosures: disclosures === true });
    await pipeline(Readable.from(lines), createWriteStream(join(out, exportFileName), { flush: true }));
    const { keys, checkpoints } = await client.call(operations.listCheckpoints, { limit: 1 });
    await writeFile(join(out, 'public-keys.txt'), keys.map((key) => `${key}\n`).join(''));
    await writeFile(join(out, 'newest.checkpoint'), checkpoints[0]?.note ?? '');
  } catch (error) {
    if (systemCode(error) === undefined || error instanceof AppError) throw error;
    throw new AppError('storage-unwritable', { folder: out, cause: systemCode(error) ?? 'unknown' }, { cause: error });
  }
  terminal.remark(`已导出到 ${out}；用 ledger verify ${out} 校验。`, `Exported to ${out}; check it with: ledger verify ${out}`);
}

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new AppError('invalid-input', { fault: `${path}: ${systemCode(error)}` }, { cause: error });
  });
}
