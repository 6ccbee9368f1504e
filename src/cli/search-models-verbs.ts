// Verbs about the models that search uses: show, set, off.
import { type Command, Option } from 'commander';
import { operations, type EmbeddingWait, type SearchModelsView } from '../knowledge/search-models-contract.ts';
import type { VerbContext } from './account-verbs.ts';
import type { Terminal } from './terminal.ts';

interface SetOptions {
  readonly embedding?: string;
  readonly rerank?: string;
  readonly instruction?: string;
  readonly reason?: string;
  readonly json?: boolean;
}

const json = (): Option => new Option('--json', '输出 JSON  print JSON');

export function addSearchModelsVerbs(program: Command, { terminal, withClient }: VerbContext): void {
  const verbs = program
    .command('search-models')
    .description('检索所用的模型：向量与重排  models that search uses: embeddings and reranking');

  verbs
    .command('show')
    .description('所用模型和片段向量的进度  the models, and how far the vectors of passages have come')
    .addOption(json())
    .action(({ json: asJson }: { readonly json?: boolean }) =>
      withClient(async (client) => print(terminal, await client.call(operations.getSearchModels, {}), asJson === true)),
    );

  verbs
    .command('set')
    .description('选用模型；外部模型须第二人批准  choose the models; an external one waits for a second person')
    .option('--embedding <name>', '生成向量的模型，不写则只按词语检索 model that makes vectors; without it search goes by words')
    .option('--rerank <name>', '给前几条结果重新排序的模型 model that ranks the first hits again')
    .option('--instruction <text>', '放在问题前面的说明，有的向量模型需要 stands before each question, for models that want it')
    .option('--reason <text>', '给批准人的理由 reason, for who approves')
    .addOption(json())
    .action(({ embedding, rerank, instruction = '', reason, json: asJson }: SetOptions) =>
      withClient(async (client) => {
        const wish = {
          embedding: embedding ?? null,
          rerank: rerank ?? null,
          queryInstruction: instruction,
          ...(reason === undefined ? {} : { reason }),
        };
        const { searchModels, changeId } = await client.call(operations.setSearchModels, wish);
        print(terminal, searchModels, asJson === true);
        if (changeId !== null) terminal.remark('等第二人批准后生效。', 'It counts once a second person approves.');
      }),
    );

  verbs
    .command('off')
    .description('只按词语检索，并删除片段向量  search by words alone; vectors are removed')
    .action(() => withClient(async (client) => void (await client.call(operations.setSearchModels, { embedding: null }))));
}

const waitWords: Readonly<Record<EmbeddingWait, string>> = {
  'model-gone': '模型已移除 the model was removed',
  'model-changed': '模型已改为另一个，请重新选用 it is another model now; choose it anew',
  stopped: '模型已紧急停用 the model was stopped',
  'key-refused': '接口不接受密钥 the endpoint does not accept the key',
  unavailable: '模型没有回复 the model does not answer',
  busy: '模型繁忙 the model is busy',
  'wrong-dimension': '向量的维数变了，请重新选用 its vectors have another length; choose it anew',
};

function print(terminal: Terminal, shown: SearchModelsView, asJson: boolean): void {
  if (asJson) return terminal.print(JSON.stringify(shown));
  const { embedding, rerank, progress, searchedModel } = shown;
  if (!embedding) terminal.print('只按词语检索 search goes by words alone');
  else terminal.print(`向量 embeddings  ${embedding.model}  ${embedding.dimension} 维 dimensions`);
  if (rerank !== null) terminal.print(`重排 reranking  ${rerank}`);
  if (!progress) return;
  const { done, total, notAllowed, failed, waitingFor, secondsLeft } = progress;
  terminal.print(
    [
      `片段 passages ${done} / ${total}`,
      notAllowed > 0 ? `级别不允许 not allowed ${notAllowed}` : '',
      failed > 0 ? `不被接受 not accepted ${failed}` : '',
      secondsLeft === null ? '' : `约剩 ${secondsLeft} 秒 s left`,
      waitingFor === null ? '' : `等待 waits: ${waitWords[waitingFor]}`,
    ]
      .filter(Boolean)
      .join('  '),
  );
  if (searchedModel !== embedding?.model)
    terminal.remark(
      searchedModel === null ? '向量完成之前只按词语检索。' : `向量完成之前仍用 ${searchedModel}。`,
      searchedModel === null
        ? 'Until they are complete search goes by words.'
        : `Until they are complete those of ${searchedModel} are used.`,
    );
}
