// Random batches of requests for the proof of the boundary: what is asked, of which scenario, while which models fail in which way.
import fc from 'fast-check';
import { type Grade, grades } from '../../src/base/grade.ts';
import { canary } from './canaries.ts';

/** One model of every zone and highest grade. */
export const modelNames = (['in-house', 'external'] as const).flatMap((zone) => grades.map((grade) => `${zone}-${grade}`));

/** How a model may behave, as settings of the fake upstream. */
const behaviours = {
  well: {},
  'answers 503': { status: 503 },
  'limits the rate': { status: 429, retryAfter: 1 },
  'resets the connection': { drop: true },
  'never answers': { hang: true },
  'is cut at once': { cutAfter: 0 },
  'is cut later': { cutAfter: 3 },
  'falls silent at once': { stallAfter: 0 },
  'falls silent later': { stallAfter: 3 },
  'sends an error at once': { errorAfter: 0 },
  'sends an error later': { errorAfter: 3 },
  'sends what is no JSON': { malformed: true },
} as const;
type Behaviour = keyof typeof behaviours;

/** Whoever behaves so gives no token, to nobody. */
export const outages: ReadonlySet<Behaviour> = new Set(['answers 503', 'limits the rate', 'resets the connection', 'never answers']);

/** Where a request can hold a text. */
const places = [
  'system',
  'history',
  'toolCall',
  'toolResult',
  'part',
  'image',
  'name',
  'toolDefinition',
  'metadata',
  'unknownField',
  'fieldName',
] as const;

export interface BoundaryRun {
  /** Of what is typed into its scenario. */
  readonly grade: Grade;
  /** `answer`: one that a model writes from documents. */
  readonly asksFor: 'chat' | 'answer' | 'embeddings' | 'rerank';
  /** The highest grade of the documents that an answer may rest on. */
  readonly documents: Grade;
  /** Of the scenario. */
  readonly models: readonly string[];
  /** Reads once more what a model of the scenario wrote. */
  readonly judge: string | undefined;
  /** The scenario by its own name, its first model, or a model that is none. */
  readonly asks: 'scenario' | 'first' | 'none';
  readonly isStream: boolean;
  readonly places: readonly (typeof places)[number][];
  /** The client leaves after so many milliseconds. */
  readonly leavesAfterMs: number | undefined;
}

export interface Batch {
  /** Of each model, and whether only for its first request. */
  readonly behaviours: Readonly<Record<string, { readonly is: Behaviour; readonly isOnce: boolean }>>;
  /** At the same time. */
  readonly runs: readonly BoundaryRun[];
  /** Attempts that go round routing and call a model with what is of this grade. */
  readonly skipping: readonly { readonly model: string; readonly grade: Grade }[];
}

const gradeOf = fc.constantFrom(...grades);
const modelOf = fc.constantFrom(...modelNames);
// What waits for a deadline takes the time of the whole batch, so it is the rarest.
const behaviourOf = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Behaviour>('well') },
  { weight: 9, arbitrary: fc.constantFrom<Behaviour>('answers 503', 'limits the rate', 'resets the connection') },
  { weight: 9, arbitrary: fc.constantFrom<Behaviour>('is cut at once', 'is cut later', 'sends an error at once') },
  { weight: 6, arbitrary: fc.constantFrom<Behaviour>('sends an error later', 'sends what is no JSON') },
  { weight: 1, arbitrary: fc.constantFrom<Behaviour>('never answers', 'falls silent at once', 'falls silent later') },
);
const run = fc.record<BoundaryRun>({
  grade: gradeOf,
  asksFor: fc.constantFrom('chat', 'chat', 'answer', 'answer', 'embeddings', 'rerank'),
  documents: gradeOf,
  models: fc.uniqueArray(modelOf, { minLength: 1, maxLength: 3 }).map((names) => names.toSorted()),
  judge: fc.option(modelOf, { nil: undefined }),
  asks: fc.constantFrom('scenario', 'scenario', 'scenario', 'first', 'none'),
  isStream: fc.boolean(),
  places: fc.subarray([...places]),
  leavesAfterMs: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 20 }) }),
});

export const batches: fc.Arbitrary<Batch> = fc.record<Batch>({
  behaviours: fc.record(Object.fromEntries(modelNames.map((name) => [name, fc.record({ is: behaviourOf, isOnce: fc.boolean() })]))),
  runs: fc.array(run, { minLength: 4, maxLength: 12 }),
  skipping: fc.array(fc.record({ model: modelOf, grade: gradeOf }), { maxLength: 3 }),
});

/** For the fake upstream. */
export function faultsOf(batch: Batch): Readonly<Record<string, string | number | boolean>>[] {
  return modelNames.flatMap((model) => {
    const { is = 'well', isOnce = false } = batch.behaviours[model] ?? {};
    return is === 'well' ? [] : [{ model: `^${model}$`, ...behaviours[is], ...(isOnce ? { times: 1 } : {}) }];
  });
}

/** Where the client of a run asks. */
export const pathOf = ({ asksFor }: BoundaryRun): string =>
  ({ chat: 'chat/completions', answer: 'chat/completions', embeddings: 'embeddings', rerank: 'rerank' })[asksFor];

const asked = '高龄津贴的申领条件是什么？';

/** A document that answers, with canaries of its grade in its name, its title and its text. */
export function documentOf(grade: Grade, number: number): { readonly name: string; readonly text: string } {
  const word = canary(grade, number);
  return { name: `津贴${word}.txt`, text: `高龄津贴发放规定${word}\n第一条 高龄津贴的申领条件是年满${80 + number}周岁，${word}。` };
}

/** What a model writes from such a document; asked for an opinion it says nothing that can be read. */
export const script = [
  {
    match: '/\\[(S\\w{4})\\][^\\[]*申领条件是年满(\\d+)周岁/',
    reply: `${JSON.stringify({ text: '高龄津贴的申领条件是年满{{2}}周岁。', sources: ['{{1}}'] })}\n{"complete":true}\n`,
  },
];

/** Where the prompt of a judge shows the sentence. */
export const markOfJudging = '【句子】';

/** What the client of a run sends, with a canary of its grade in the question and in every place of the run. */
export function bodyOf(run: BoundaryRun, scenario: string, number: number): string {
  const word = canary(run.grade, number);
  const model = { scenario, first: run.models[0], none: word }[run.asks];
  if (run.asksFor === 'chat') return chatBody(run, model, word);
  if (run.asksFor === 'answer')
    return JSON.stringify({ model, messages: [{ role: 'user', content: `${asked}${word}` }], stream: run.isStream });
  const has = (place: (typeof places)[number]): boolean => run.places.includes(place);
  const texts = [`低保怎么申请？${word}`, `高龄津贴怎么领？${has('history') ? word : ''}`];
  return JSON.stringify({
    model,
    ...(run.asksFor === 'embeddings'
      ? { input: texts, dimensions: 8, ...(run.isStream ? { encoding_format: 'base64' } : {}) }
      : { query: `津贴${has('part') ? word : ''}`, documents: has('toolResult') ? texts.map((text) => ({ text })) : texts, top_n: 1 }),
    ...(has('metadata') ? { user: word } : {}),
    ...(has('unknownField') ? { instruction: [word] } : {}),
    ...(has('fieldName') ? { [word]: true } : {}),
  });
}

function chatBody({ isStream, places: planted }: BoundaryRun, model: string | undefined, word: string): string {
  const has = (place: (typeof places)[number]): boolean => planted.includes(place);
  const said = (place: (typeof places)[number], text: string): string => (has(place) ? `${text}${word}` : text);
  const call = {
    id: 'call-1',
    type: 'function',
    function: { name: 'look_up', arguments: JSON.stringify({ about: said('toolCall', '低保') }) },
  };
  const messages = [
    { role: 'system', content: said('system', '你是政策问答助手。') },
    { role: 'user', content: said('history', '高龄津贴怎么领？') },
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: 'call-1', content: said('toolResult', '查到：') },
    {
      role: 'user',
      ...(has('name') ? { name: word } : {}),
      content: [
        { type: 'text', text: `低保怎么申请？${word}` },
        ...(has('part') ? [{ type: 'input_text', input: { deep: [word] } }] : []),
        ...(has('image')
          ? [{ type: 'image_url', image_url: { url: `data:text/plain;base64,${Buffer.from(`图 ${word}`).toString('base64')}` } }]
          : []),
      ],
    },
  ];
  return JSON.stringify({
    model,
    messages,
    stream: isStream,
    ...(has('toolDefinition')
      ? { tools: [{ type: 'function', function: { name: 'look_up', description: word, parameters: { type: 'object' } } }] }
      : {}),
    ...(has('metadata') ? { metadata: { department: word }, user: word } : {}),
    ...(has('unknownField') ? { chat_template_kwargs: { note: [word] } } : {}),
    ...(has('fieldName') ? { [word]: true } : {}),
  });
}
