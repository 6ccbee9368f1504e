// A policy text read rule by rule, with all that is wrong with it and where.
import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs';

/** One rule of a policy text, as a person reads it. */
export interface PolicyRule {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  readonly zh: string;
  readonly en: string;
  readonly text: string;
}

/** What is wrong, in a sentence of either language. */
export interface PolicyFault {
  /** Counted from 1; none where it is about the text as a whole. */
  readonly line: number | null;
  readonly zh: string;
  readonly en: string;
}

export interface Examined {
  /** None where the text cannot be read. */
  readonly rules: readonly PolicyRule[];
  readonly faults: readonly PolicyFault[];
}

/** The engine, as WebAssembly: some 15 MB of memory and 50 ms, which a site of one person never spends. */
export const loadCedar = (): Promise<typeof Cedar> => import('@cedar-policy/cedar-wasm/nodejs');

export async function examinePolicy(text: string, schema: string): Promise<Examined> {
  const cedar = await loadCedar();
  const lineAt = linesOf(text);
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') return { rules: [], faults: parts.errors.map((error) => faultOf(error, 'syntax', lineAt)) };
  const faults: PolicyFault[] = placed(text, parts.policy_templates).map(({ line }) => ({ line, ...words.template }));
  const rules: PolicyRule[] = [];
  for (const { part, line } of placed(text, parts.policies)) {
    const parsed = cedar.policyToJson(part);
    if (parsed.type === 'failure') {
      faults.push(...parsed.errors.map((error) => faultOf(error, 'syntax', () => line)));
      continue;
    }
    const { annotations = {}, effect } = parsed.json;
    const { id, zh, en } = annotations;
    if (!id || !zh || !en) faults.push({ line, ...words.unnamed });
    else if (rules.some((rule) => rule.id === id)) faults.push({ line, ...words.twice(id) });
    else rules.push({ id, effect, zh, en, text: part });
  }
  const answer = cedar.validate({ schema, policies: { staticPolicies: text } });
  const wrong = answer.type === 'failure' ? answer.errors : answer.validationErrors.map(({ error }) => error);
  faults.push(...wrong.map((error) => faultOf(error, 'vocabulary', lineAt)));
  return { rules, faults: faults.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0)) };
}

const words = {
  syntax: { zh: '写法有误', en: 'cannot be read' },
  vocabulary: { zh: '与词汇表不符', en: 'does not fit the schema' },
  template: { zh: '这里不使用模板（?principal、?resource）', en: 'templates (?principal, ?resource) are not used here' },
  unnamed: { zh: '这条规则缺少 @id、@zh 或 @en', en: 'this rule lacks @id, @zh or @en' },
  twice: (id: string) => ({ zh: `已有另一条规则名为 ${id}`, en: `another rule is named ${id} already` }),
} as const;

/** Cedar's own words stand in brackets: it speaks English only, and numbers the rules in a way of its own. */
function faultOf(
  { message, help, sourceLocations = [] }: Cedar.DetailedError,
  kind: 'syntax' | 'vocabulary',
  lineAt: (byte: number) => number | null,
): PolicyFault {
  const said = [message, help].filter((part) => part !== null).map((part) => part.replace(/for policy `[^`]*`, /g, ''));
  const line = sourceLocations[0] ? lineAt(sourceLocations[0].start) : null;
  return { line, zh: `${words[kind].zh}（${said.join('；')}）`, en: `${words[kind].en} (${said.join('; ')})` };
}

/** Cedar counts bytes. */
function linesOf(text: string): (byte: number) => number {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  return (byte) => decoder.decode(bytes.subarray(0, byte)).split('\n').length;
}

/** Cedar lists them by number as text; people read them in the order in which they are written. */
function placed(text: string, parts: readonly string[]): { readonly part: string; readonly line: number }[] {
  const searched = new Map<string, number>();
  const found = parts.map((part) => {
    const start = text.indexOf(part, searched.get(part));
    searched.set(part, start + 1);
    return { part, start };
  });
  return found
    .toSorted((left, right) => left.start - right.start)
    .map(({ part, start }) => ({ part, line: text.slice(0, start).split('\n').length }));
}

/** With the place where it is; for those who read it in a line. */
export function faultSentence({ line, zh, en }: PolicyFault): { readonly zh: string; readonly en: string } {
  return line === null ? { zh, en } : { zh: `第 ${line} 行：${zh}`, en: `line ${line}: ${en}` };
}
