// The command line beside a running server, and what it says when something is wrong. test/readme.test.ts runs it alone.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client as McpClient } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { z } from 'zod';
import { libraryReportSchema } from '../src/knowledge/desk-contract.ts';
import { encryptedPackage } from '../src/knowledge/reading/test-encrypted-files.ts';
import { docxFile, docxParagraph } from '../src/knowledge/reading/test-files.ts';
import { savedFile, savedPassword } from '../src/knowledge/reading/test-saved-files.ts';
import { commandOf, type Finished, runFile, type Serving, startServer } from './support/command.ts';
import { prepareDataFolder } from './support/prepared-database.ts';

let folder: string;
const hengjian = (...args: string[]): Promise<Finished> => runFile('src/cli/main.ts', args, { folder });
const jsonLines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-cli-'));
  await prepareDataFolder(join(folder, 'data'));
  await mkdir(join(folder, 'policies', '.hidden'), { recursive: true });
  await writeFile(
    join(folder, 'policies', '停车.txt'),
    '石桥市停车收费规定\n第一条 小型车停车首小时收费六元。\n第二条 大型车停车收费加倍。',
  );
  await writeFile(join(folder, 'policies', '供暖.txt'), '石桥市供暖通告\n第一条 供暖时间为每年11月15日至次年3月15日。');
  await writeFile(join(folder, 'policies', '.hidden', '草稿.txt'), '不应导入');
  await writeFile(join(folder, '坏.pdf'), '%PDF-1.7 half a file');
  await writeFile(join(folder, 'empty.jsonl'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const importReport = z.object({
  file: z.string(),
  outcome: z.string(),
  state: z.string().nullable(),
  passages: z.number(),
  duplicateOf: z.string().nullable(),
  reason: z.string().nullable(),
});
const hit = z.looseObject({ passage: z.looseObject({ text: z.string() }), document: z.looseObject({ name: z.string() }) });
const answer = z.looseObject({ refused: z.boolean(), outcome: z.string(), citations: z.array(z.looseObject({ quote: z.string() })) });

test.each([[], ['serve'], ['import'], ['search'], ['ask'], ['doctor']])('%s --help says how it is used and succeeds', async (...verb) => {
  const { code, stdout } = await hengjian(...verb, '--help');
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: hengjian ${verb.join(' ')}`.trim());
  expect(stdout).toMatch(/\p{Script=Han}/u);
});

test.each([[['search', '--limit', 'many', '停车']], [['import', './policies', '--grade', 'secret']]])(
  '%j cannot be done, which its exit code says',
  async (args) => {
    const { code, stdout, stderr } = await hengjian(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('--help');
    expect(stderr).not.toContain('    at ');
  },
);

describe('through a running server', () => {
  let server: Serving;
  beforeAll(async () => {
    server = await startServer({ folder });
  });
  afterAll(async () => {
    expect(await server.stop()).toBe(0);
  });

  test('a file under a password waits, is told by the library report, and opens with what is typed', async () => {
    const file = join(folder, '内参.docx');
    await writeFile(file, encryptedPackage(docxFile(docxParagraph('第一条　内参每周一期。')), '停车 123'));
    const reports = async (input: string[], ...args: string[]) =>
      jsonLines((await runFile('src/cli/main.ts', ['import', file, '--json', ...args], { folder, input })).stdout);
    expect(await reports([])).toMatchObject([{ state: 'locked', reason: 'encrypted' }]);
    const locked = async () => {
      const { sections } = libraryReportSchema.parse(JSON.parse((await hengjian('library-report', '--json')).stdout));
      return sections.find(({ finding }) => finding === 'locked')?.titles;
    };
    expect(await locked()).toEqual(['内参']);
    expect((await hengjian('library-report')).stdout).toContain('## 等待密码 waiting for a password: 1');
    expect(await reports(['不对'], '--password')).toMatchObject([{ outcome: 'unchanged', state: 'locked', reason: 'wrong-password' }]);
    expect(await reports(['停车 123'], '--password')).toMatchObject([{ state: 'ready', passages: 1 }]);
    expect(await locked()).toEqual([]);
  });

  test('two versions of a document are compared clause by clause', async () => {
    const file = join(folder, '公园.txt');
    for (const hours of ['六时至二十二时', '五时至二十三时']) {
      await writeFile(file, `石桥市公园管理规定\n第一条 公园开放时间为${hours}。\n第二条 禁止遛犬。`);
      await hengjian('import', file);
    }
    const { code, stdout } = await hengjian('compare', '公园', '--json');
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([{ kind: 'same' }, { kind: 'changed', after: { number: '1' } }, { kind: 'same' }]);
    expect((await hengjian('compare', '公园')).stdout).toMatch(/^- .*\[-六-\].*\n\+ .*\{\+五\+\}/);
    expect((await hengjian('compare', '没有这份')).code).toBe(2);
  });

  test('models are as a file declares them, and a file that is not right changes nothing', async () => {
    const apply = async (...models: object[]): Promise<Finished> => {
      await writeFile(join(folder, 'models.json'), JSON.stringify(models));
      return hengjian('models', 'apply', 'models.json', '--json');
    };
    const one = { name: 'one', url: 'http://127.0.0.1:9/v1', zone: 'in-house', maxGrade: 'internal' };
    const two = { ...one, name: 'two', url: 'http://127.0.0.1:8/v1', upstreamName: 'deepseek-v3', abilities: ['chat', 'reasoning'] };
    const outcomes = async (...models: object[]) => jsonLines((await apply(...models)).stdout);
    expect(await outcomes(one, two)).toEqual([
      { name: 'one', done: 'added', isWaiting: false },
      { name: 'two', done: 'added', isWaiting: false },
    ]);
    expect(await outcomes(one, { ...two, concurrency: 8 })).toMatchObject([{ done: 'unchanged' }, { done: 'changed' }]);
    for (const [wrong, said] of [
      [{ ...two, grade: 'internal' }, 'grade'],
      [{ ...two, keyEnv: 'HENGJIAN_TEST_NO_KEY' }, 'HENGJIAN_TEST_NO_KEY'],
      [one, 'one 出现两次'],
    ] as const) {
      const { code, stderr } = await apply({ ...one, concurrency: 3 }, wrong);
      expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
    }
    expect(jsonLines((await hengjian('models', 'list', '--json')).stdout)).toMatchObject([
      { name: 'one', concurrency: null },
      { name: 'two', concurrency: 8 },
    ]);
  });

  test('answer boxes are made, changed and closed, by their title', async () => {
    const made = await hengjian('boxes', 'add', '市民答问', '--scenario', 'policy-questions');
    expect([made.code, made.stderr]).toEqual([2, expect.stringContaining('须按“公开”对待')]);
    await hengjian('scenarios', 'add', 'citizens', '--purpose', '回答市民', '--engine', 'extractive', '--input-grade', 'public');
    const origins = 'https://www.example.gov.cn,https://wap.example.gov.cn';
    const box = await hengjian('boxes', 'add', '市民答问', '--scenario', 'citizens', '--origins', origins, '--per-address', '5', '--json');
    const about = { title: '市民答问', state: 'on', origins: origins.split(','), perAddress: 5, perBox: 120, changeId: null };
    expect(jsonLines(box.stdout)).toMatchObject([about]);
    expect(box.stderr).toContain('It counts.');
    const shown = await hengjian('boxes', 'show', '市民答问');
    expect(shown.stdout).toMatch(/开放 open .*\n.*\/embed\/.*\n<script src=".*embed\.js" data-box="/);
    const changed = await hengjian('boxes', 'change', '市民答问', '--greeting', '您好', '--origins', '', '--json');
    expect(jsonLines(changed.stdout)).toMatchObject([{ ...about, greeting: '您好', origins: [] }]);
    expect((await hengjian('boxes', 'close', '市民答问')).stdout).toContain('已停用 off');
    expect(jsonLines((await hengjian('boxes', 'change', '市民答问', '--json')).stdout)).toMatchObject([{ state: 'on' }]);
    expect((await hengjian('boxes', 'remove', '市民答问')).code).toBe(0);
    expect((await hengjian('boxes', 'list')).stdout).toBe('');
    expect((await hengjian('boxes', 'show', '市民答问')).code).toBe(2);
  });

  test('webhooks are registered, tried, changed and closed, by their name', async () => {
    const url = 'http://127.0.0.1:9/told';
    const added = await hengjian('webhooks', 'add', '热线系统', '--url', url, '--events', 'run.answered', '--json');
    const secret = expect.stringMatching(/^whsec_/) as string;
    const about = { name: '热线系统', url, zone: 'in-house', events: ['run.answered'], scenario: null, state: 'on' };
    expect(jsonLines(added.stdout)).toMatchObject([{ ...about, secret, changeId: null }]);
    const wrong = await hengjian('webhooks', 'change', '热线系统', '--events', 'run.told');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('run.answered')]);
    const changed = await hengjian('webhooks', 'change', '热线系统', '--scenario', 'policy-questions', '--json');
    expect(jsonLines(changed.stdout)).toMatchObject([{ ...about, scenario: 'policy-questions' }]);
    expect(jsonLines((await hengjian('webhooks', 'change', '热线系统', '--no-scenario', '--json')).stdout)).toMatchObject([about]);
    const [tried] = jsonLines((await hengjian('webhooks', 'test', '热线系统', '--json')).stdout) as [{ id: string }];
    expect((await hengjian('webhooks', 'deliveries', '热线系统')).stdout).toContain(tried.id);
    expect((await hengjian('webhooks', 'resend', '热线系统', tried.id)).stdout).toContain(tried.id);
    expect(jsonLines((await hengjian('webhooks', 'secret', '热线系统', '--json')).stdout)).toEqual([{ secret }]);
    expect((await hengjian('webhooks', 'close', '热线系统')).stdout).toContain('已停用 off');
    expect((await hengjian('webhooks', 'show', '热线系统')).stdout).not.toMatch(/whsec_/);
    expect((await hengjian('webhooks', 'remove', '热线系统')).code).toBe(0);
    expect((await hengjian('webhooks', 'list')).stdout).toBe('');
  });

  test('files and folders are imported with a report of each file, and the exit code says whether all are readable', async () => {
    const first = await hengjian('import', './policies', '坏.pdf', '--grade', 'public', '--json');
    const reports = jsonLines(first.stdout).map((line) => importReport.parse(line));
    expect(reports).toMatchObject([
      { file: '供暖.txt', outcome: 'created', state: 'ready', duplicateOf: null, reason: null },
      { file: '停车.txt', outcome: 'created', state: 'ready' },
      { file: '坏.pdf', outcome: 'created', state: 'rejected', passages: 0, reason: 'damaged' },
    ]);
    expect(first.code).toBe(1);
    const again = await hengjian('import', './policies');
    expect(again.stdout).toMatch(/✓ 供暖\.txt {2}内容未变 unchanged/);
    expect(again.code).toBe(0);
  });

  test('a file that is not there is named in one sentence', async () => {
    const { code, stderr } = await hengjian('import', './nowhere');
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('nowhere');
    expect(stderr).toContain('没有这个文件');
  });

  test('search finds passages, or says that it found none', async () => {
    const found = await hengjian('search', '供暖时间', '--json');
    expect(found.code).toBe(0);
    expect(jsonLines(found.stdout).map((line) => hit.parse(line))[0]).toMatchObject({ document: { name: '供暖.txt' } });
    expect((await hengjian('search', '供暖时间')).stdout).toContain('石桥市供暖通告');
    const none = await hengjian('search', '火星氧气');
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('没有找到');
  });

  test('a question is answered with its sources, or refused, which the exit code says', async () => {
    const answered = await hengjian('ask', '小型车停车首小时收费多少？', '--json');
    expect(answered.code).toBe(0);
    expect(answer.parse(jsonLines(answered.stdout)[0])).toMatchObject({
      refused: false,
      citations: [{ quote: expect.stringContaining('六元') as string }],
    });
    const spoken = await hengjian('ask', '小型车停车首小时收费多少？');
    expect(spoken.stdout).toMatch(/六元.*\[1\][\s\S]*\[1\] 《石桥市停车收费规定》/);
    const file = join(folder, '夏令营.txt');
    await writeFile(file, '石桥市青年夏令营通知\n第一条 营员食宿费用为每人三百二十元。');
    const attached = await hengjian('ask', '青年夏令营食宿费用是多少？', '--attach', file, '--grade', 'sensitive', '--json');
    expect(answer.parse(jsonLines(attached.stdout)[0])).toMatchObject({ label: 'sensitive', citations: [{ isAttached: true }] });
    const locked = join(folder, '营期.xls');
    await writeFile(locked, savedFile('poi-xor.xls'));
    const askWith = (input: string[], ...args: string[]) =>
      runFile('src/cli/main.ts', ['ask', '大型车多少元？', '--attach', locked, '--json', ...args], { folder, input });
    expect((await askWith([])).stderr).toContain('文件有密码，请给出密码。加 --password 再问一次。');
    expect((await askWith(['不对'], '--password')).stderr).toContain('密码不对');
    expect(answer.parse(jsonLines((await askWith([savedPassword], '--password')).stdout)[0])).toMatchObject({ label: 'internal' });
    await writeFile(file, '机密★10年\n夏令营方案');
    const kept = await hengjian('ask', '夏令营？', '--attach', file);
    expect([kept.code, kept.stdout]).toEqual([2, '']);
    expect(kept.stderr).toContain('标有国家秘密的密级');
    const conversations = await hengjian('conversations', 'list', '--json');
    const summaries = z.array(z.object({ id: z.string(), questions: z.number() })).parse(jsonLines(conversations.stdout));
    const gone = await hengjian('conversations', 'remove', summaries[0]?.id ?? '', '--json');
    expect(jsonLines(gone.stdout)).toEqual([{ removed: 1, held: 0 }]);
    expect(jsonLines((await hengjian('conversations', 'list', '--json')).stdout)).toHaveLength(summaries.length - 1);
    expect((await hengjian('conversations', 'remove', 'nothing')).code).toBe(2);
    const refused = await hengjian('ask', '火星氧气配额如何申领？');
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/\p{Script=Han}/u);
  });

  test('assistants ask and search through the Model Context Protocol', async () => {
    const client = new McpClient({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport(commandOf('src/cli/main.ts', ['mcp'], { folder })));
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['ask', 'search']);
    const textOf = async (name: string, args: Record<string, unknown>): Promise<string> =>
      JSON.stringify((await client.callTool({ name, arguments: args })).content);
    expect(await textOf('search', { query: '停车收费' })).toContain('首小时收费六元');
    expect(await textOf('ask', { question: '小型车停车首小时收费多少？' })).toMatch(/六元.*\[1\].*石桥市停车收费规定/s);
    expect(await client.callTool({ name: 'ask', arguments: { question: '停车', asOf: 'soon' } })).toMatchObject({ isError: true });
    await client.close();
  });

  test('a day that is none is refused in one sentence', async () => {
    const { code, stderr } = await hengjian('search', '供暖', '--as-of', 'yesterday');
    expect(code).toBe(2);
    expect(stderr).toContain('asOf');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('the ledger says where it begins, and the texts beside the records of a question are erased once', async () => {
    const { stdout } = await hengjian('ledger', 'status', '--json');
    expect(jsonLines(stdout)[0]).toMatchObject({ firstSequence: 1, cut: null, period: null });
    const asked = answer.parse(jsonLines((await hengjian('ask', '小型车停车首小时收费多少？', '--json')).stdout)[0]);
    const redact = () => hengjian('ledger', 'redact', '--subject', `run:${String(asked['runId'])}`, '--reason', '误填');
    expect(await redact()).toMatchObject({ code: 0, stderr: expect.stringContaining('原文已擦除') as string });
    const record = jsonLines((await hengjian('ledger', 'verify', '--json')).stdout)[0];
    expect(record).toMatchObject({ isWhole: true });
    expect((await hengjian('ledger', 'redact', '--subject', 'run', '--reason', '误填')).stderr).toContain('KIND:ID');
  });

  test('doctor looks at what the product stands on', async () => {
    const { code, stdout } = await hengjian('doctor', '--json');
    const findings = jsonLines(stdout).map((line) =>
      z.object({ check: z.string(), state: z.enum(['ok', 'warning', 'fault']), zh: z.string(), en: z.string() }).parse(line),
    );
    expect(findings.map(({ check }) => check)).toEqual(['runtime', 'pages', 'folder', 'space', 'database', 'port']);
    expect(code).toBe(findings.some(({ state }) => state === 'fault') ? 1 : 0);
    expect(findings.find(({ check }) => check === 'folder')?.en).toContain(server.url);
  });
});

describe('a test set of one’s own', () => {
  const file = async (name: string, ...lines: (object | string)[]): Promise<string> => {
    await writeFile(join(folder, name), lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
    return name;
  };

  test('goes through single steps: what is asked, and what given passages answer', async () => {
    const asked = await file(
      'asked.jsonl',
      { id: 1, question: '二类区域呢', previous: '一类区域停车怎么收费？' },
      { id: 2, question: '家里着火了' },
    );
    expect((await hengjian('understand', '--in', asked, '--out', 'understood.jsonl')).code).toBe(0);
    expect(jsonLines(await readFile(join(folder, 'understood.jsonl'), 'utf8'))).toMatchObject([
      { id: '1', question: '二类区域停车怎么收费？', kind: 'library', asks: ['fee'] },
      { id: '2', kind: 'crisis' },
    ]);
    const passages = [
      { doc: '停车规定', text: '第一条　小型车停车每小时收费六元。' },
      { doc: '公园规定', text: '第一条　公园六时开放。' },
    ];
    const given = await file(
      'given.jsonl',
      { id: 'a', question: '小型车停车每小时多少钱？', passages },
      { id: 'b', question: '护照去哪里办？', passages },
    );
    expect((await hengjian('quote', '--in', given, '--out', 'quoted.jsonl')).code).toBe(0);
    expect(jsonLines(await readFile(join(folder, 'quoted.jsonl'), 'utf8'))).toMatchObject([
      { id: 'a', status: 'answered', quotations: [{ doc: '停车规定', quote: '第一条　小型车停车每小时收费六元。' }] },
      { id: 'b', status: 'not-found', quotations: [] },
    ]);
  });

  test('of claims is checked against texts, and a bad line is named', async () => {
    const [claims, verdicts] = [join(folder, 'claims.jsonl'), join(folder, 'verdicts.jsonl')];
    const premise = '小型车停车首小时收费6元，大型车加倍。';
    const lines = [
      { id: 1, premise, hypothesis: '小型车停车首小时收费六元。' },
      { id: 2, premise, hypothesis: '小型车停车首小时收费八元。' },
    ];
    await writeFile(claims, lines.map((line) => JSON.stringify(line)).join('\n'));
    expect((await hengjian('check-claims', '--in', claims, '--out', verdicts)).code).toBe(0);
    expect(jsonLines(await readFile(verdicts, 'utf8'))).toMatchObject([
      { id: '1', verdict: 'supported', conflicts: [] },
      { id: '2', verdict: 'contradicted', conflicts: [{ kind: 'number', claim: '八元', text: '6元' }] },
    ]);
    await writeFile(claims, '{"id": 1}');
    const refused = await hengjian('check-claims', '--in', claims, '--out', verdicts);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`${claims}:1`);
  });

  test('is searched', async () => {
    const corpus = await file(
      'corpus.jsonl',
      { id: 'a', title: '停车规定', text: '小型车停车收费六元。' },
      { id: 'b', text: '供暖自十一月开始。', date: '2020-01-01', expired: '2022-01-01', gold: ['x'] },
    );
    const queries = await file(
      'queries.jsonl',
      { id: 'q1', text: '停车收费' },
      { id: 'q2', text: '供暖何时开始', as_of: '2023-01-01' },
      { id: 'q3', text: '供暖何时开始', as_of: '2021-01-01' },
    );
    const { code, stderr } = await hengjian('search', '--corpus', corpus, '--queries', queries, '--top', '5', '--out', 'run.jsonl');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(jsonLines(await readFile(join(folder, 'run.jsonl'), 'utf8'))).toEqual([
      { id: 'q1', hits: ['a'] },
      { id: 'q2', hits: [] },
      { id: 'q3', hits: ['b'] },
    ]);
  });

  test('is answered from what is in force that day: today, where no day is named', async () => {
    await mkdir(join(folder, 'parks'), { recursive: true });
    const rule = (number: string, hours: string, last: string): string =>
      `石桥市人民政府文件\n石政规〔${number}号\n石桥市公园管理规定\n第一条　公园开放时间为${hours}。\n第二条　${last}\n石桥市人民政府\n${number.slice(0, 4)}年3月1日`;
    await writeFile(join(folder, 'parks', '旧.txt'), rule('2019〕3', '6时至20时', '本规定自2019年4月1日起施行。'));
    await writeFile(
      join(folder, 'parks', '新.txt'),
      rule('2023〕5', '5时至22时', '本规定自2023年4月1日起施行。《石桥市公园管理规定》（石政规〔2019〕3号）同时废止。'),
    );
    const question = '公园的开放时间是几点到几点？';
    const questions = await file('days.jsonl', { id: 1, question }, { id: 2, question, as_of: '2020-01-01' });
    const { code, stderr } = await hengjian('ask', '--library', './parks', '--questions', questions, '--out', 'days-out.jsonl');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const answers = jsonLines(await readFile(join(folder, 'days-out.jsonl'), 'utf8'));
    expect(answers).toMatchObject([{ citations: [{ doc: '新.txt' }] }, { citations: [{ doc: '旧.txt' }] }]);
  });

  test.each([
    ['a line that is not JSON', '{"id":"1","question":"x"}\n{oops', 'bad.jsonl:2'],
    ['a day that is none', '{"id":"1","question":"x","as_of":"soon"}', 'bad.jsonl:1'],
  ])('%s is named with file and line in one sentence', async (_, content, place) => {
    await file('bad.jsonl', content);
    const { code, stderr } = await hengjian('ask', '--library', './policies', '--questions', 'bad.jsonl', '--out', 'answers.jsonl');
    expect(code).toBe(2);
    expect(stderr).toContain(place);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test.each([
    [['ask', '--library', './nowhere', '--questions', 'empty.jsonl', '--out', 'answers.jsonl'], 'nowhere'],
    [['ask', '--library', './policies', '--questions', 'empty.jsonl', '--out', 'nowhere/answers.jsonl'], 'nowhere/answers.jsonl'],
    [['search', '--corpus', 'corpus.jsonl', '--queries', 'queries.jsonl', '--out', 'nowhere/run.jsonl'], 'nowhere/run.jsonl'],
    [['ask', '--library', './policies'], '--questions'],
  ])('%j cannot be done and says why in one sentence', async (args, named) => {
    const { code, stderr } = await hengjian(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(named);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
