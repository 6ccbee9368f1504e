// The policy engine, Cedar as WebAssembly: loaded when first needed, each policy set validated and parsed once.
import { createHash } from 'node:crypto';
import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs';
import { AppError } from '../../base/errors.ts';

/** One rule of a policy text, as a person reads it. */
export interface PolicyRule {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  readonly zh: string;
  readonly en: string;
  readonly text: string;
}

/** A policy text that has been validated and parsed. */
export interface PolicySet {
  /** SHA-256 of text and schema: names this very policy. */
  readonly hash: string;
  readonly rules: readonly PolicyRule[];
  decide(request: PolicyRequest): PolicyDecision;
}

export interface PolicyRequest {
  readonly principal: Cedar.TypeAndId;
  readonly action: string;
  readonly resource: Cedar.TypeAndId;
  readonly entities: Cedar.EntityJson[];
}

export interface PolicyDecision {
  readonly isAllowed: boolean;
  /** The rules that decided: those that permitted, or those that forbade; none when no rule permitted. */
  readonly rules: readonly PolicyRule[];
}

/** Some 15 MB of memory and 50 ms, which a site of one person never spends. */
export async function readPolicy(text: string, schema: string): Promise<PolicySet> {
  const cedar = await import('@cedar-policy/cedar-wasm/nodejs');
  const rules = rulesOf(cedar, text);
  const staticPolicies = Object.fromEntries(rules.map((rule) => [rule.id, rule.text]));
  const answer = cedar.validate({ schema, policies: { staticPolicies } });
  if (answer.type === 'failure') throw invalid(answer.errors.map(({ message }) => message));
  if (answer.validationErrors.length > 0)
    throw invalid(answer.validationErrors.map(({ policyId, error }) => `${policyId}: ${error.message}`));
  const hash = createHash('sha256').update(`${schema}\n${text}`).digest('hex');
  for (const parsed of [cedar.preparseSchema(hash, schema), cedar.preparsePolicySet(hash, { staticPolicies })])
    if (parsed.type === 'failure') throw invalid(parsed.errors.map(({ message }) => message));
  return {
    hash,
    rules,
    decide({ principal, action, resource, entities }) {
      const decided = cedar.statefulIsAuthorized({
        principal,
        action: { type: 'Action', id: action },
        resource,
        context: {},

        preparsedSchemaName: hash,
        validateRequest: true,
        preparsedPolicySetId: hash,

        entities,
      });
      if (decided.type === 'failure') throw invalid(decided.errors.map(({ message }) => message));
      const { decision, diagnostics } = decided.response;
      // A rule that fails is left out by Cedar, so a prohibition could be lost: then nothing is allowed.
      if (diagnostics.errors.length > 0) throw invalid(diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`));
      // Cedar names them in any order; people read them in the order they were written, each time the same.
      const named = new Set(diagnostics.reason);
      return { isAllowed: decision === 'allow', rules: rules.filter(({ id }) => named.has(id)) };
    },
  };
}

function rulesOf(cedar: typeof Cedar, text: string): PolicyRule[] {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') throw invalid(parts.errors.map(({ message }) => message));
  if (parts.policy_templates.length > 0) throw invalid(['templates are not used here']);
  const rules = parts.policies.map((part) => {
    const parsed = cedar.policyToJson(part);
    if (parsed.type === 'failure') throw invalid(parsed.errors.map(({ message }) => message));
    const { annotations = {}, effect } = parsed.json;
    const { id, zh, en } = annotations;
    if (!id || !zh || !en) throw invalid([`a rule lacks @id, @zh or @en: ${part.slice(0, 80)}`]);
    return { id, effect, zh, en, text: part };
  });
  const twice = rules.find(({ id }, place) => rules.findIndex((rule) => rule.id === id) !== place);
  if (twice) throw invalid([`two rules are named ${twice.id}`]);
  // Cedar lists them by number as text; people read them in the order they were written.
  return rules.toSorted((left, right) => text.indexOf(`"${left.id}"`) - text.indexOf(`"${right.id}"`));
}

function invalid(faults: readonly string[]): AppError {
  return new AppError('policy-invalid', { fault: faults.join('; ') });
}
