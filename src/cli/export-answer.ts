// `hengjian export`: an answer, or its whole conversation, as a document with its sources.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { exportFormats, type ExportFormat, exportOperations } from '../answer/export-contract.ts';
import type { VerbContext } from './account-verbs.ts';

interface ExportOptions {
  readonly conversation?: boolean;
  readonly format: ExportFormat;
  readonly language: 'zh' | 'en';
  readonly out: string;
}

export function addExportVerb(program: Command, { terminal, withClient }: VerbContext): void {
  program
    .command('export')
    .description('把自己的一次回答或整个对话连同出处导出为文件  export an answer of yours, or its conversation, with its sources')
    .argument('<run>', '运行编号（ask --json 的 runId） id of the run (runId of ask --json)')
    .option('--conversation', '整个对话 the whole conversation')
    .addOption(new Option('--format <format>', '格式 format').choices([...exportFormats]).default('docx'))
    .addOption(new Option('--language <language>', '说明文字的语言 language of the words around it').choices(['zh', 'en']).default('zh'))
    .requiredOption('--out <file>', '写入的文件，不覆盖已有文件 file to write; none is overwritten')
    .action((runId: string, { conversation, format, language, out }: ExportOptions) =>
      withClient(async (client) => {
        const what = conversation ? 'conversation' : 'answer';
        const file = await client.download(exportOperations.exportAnswer, { runId, what, format, language });
        await pipeline(file, createWriteStream(out, { flags: 'wx' }));
        terminal.remark(`已写入 ${out}`, `Wrote ${out}.`);
      }),
    );
}
