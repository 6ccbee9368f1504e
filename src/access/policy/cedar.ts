// The policy engine, Cedar: each policy text examined and parsed once, then asked.
import { createHash } from 'node:crypto';
import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs';
import { AppError } from '../../base/errors.ts';
import { examinePolicy, faultSentence, loadCedar, type PolicyRule } from './examine.ts';

/** A policy text that has been examined and parsed. */
export interface PolicySet {
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

/** Fails with what is wrong when the text is no valid policy. */
export async function readPolicy(text: string, schema: string): Promise<PolicySet> {
  const cedar = await loadCedar();
  const { rules, faults } = await examinePolicy(text, schema);
  if (faults.length > 0) throw invalid(faults.map((fault) => faultSentence(fault)).map(({ zh, en }) => `${zh} ${en}`));
  const staticPolicies = Object.fromEntries(rules.map((rule) => [rule.id, rule.text]));
  const parse = (name: string): void => {
    for (const parsed of [cedar.preparseSchema(name, schema), cedar.preparsePolicySet(name, { staticPolicies })])
      if (parsed.type === 'failure') throw invalid(parsed.errors.map(({ message }) => message));
  };
  const hash = createHash('sha256').update(`${schema}\n${text}`).digest('hex');
  return {
    rules,
    decide({ principal, action, resource, entities }) {
      const name = parsedAs(hash, parse);
      const decided = cedar.statefulIsAuthorized({
        principal,
        action: { type: 'Action', id: action },
        resource,
        context: {},
        preparsedSchemaName: name,
        validateRequest: true,
        preparsedPolicySetId: name,
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

/** Cedar keeps for ever what it has parsed, by name: a few names are used in turn, or every text ever tried would stay in memory. */
interface Slot {
  readonly name: string;
  holds: string | null;
}
const slotOf = (name: string): Slot => ({ name, holds: null });
/** Longest unused first. */
const slots: [Slot, ...Slot[]] = [slotOf('a'), slotOf('b'), slotOf('c'), slotOf('d'), slotOf('e'), slotOf('f')];

function parsedAs(hash: string, parse: (name: string) => void): string {
  const slot = slots.find(({ holds }) => holds === hash) ?? slots[0];
  if (slot.holds !== hash) {
    slot.holds = null;
    parse(slot.name);
    slot.holds = hash;
  }
  slots.push(...slots.splice(slots.indexOf(slot), 1));
  return slot.name;
}

function invalid(faults: readonly string[]): AppError {
  return new AppError('policy-invalid', { fault: faults.join('; ') });
}
