// What an account reaches: what the policy says, and what narrows it whatever the policy says.
import { gradeRank } from '../../base/grade.ts';
import type { NamedPrincipal } from '../rights.store.ts';
import type { AccessClassAttributes } from '../scope.ts';
import type { PolicyDecision } from './cedar.ts';
import type { Decisions } from './decisions.ts';

const never: PolicyDecision = { isAllowed: false, rules: [] };

/** No grant takes an API key beyond the grade that it was made for. */
export function maySee({ decide }: Pick<Decisions, 'decide'>, one: NamedPrincipal, place: AccessClassAttributes): PolicyDecision {
  return one.isKey && gradeRank(place.grade) > gradeRank(one.clearance) ? never : decide(one, 'read', place);
}

/** Who may write and not read would write over what he cannot see; and an API key changes nothing. */
export function mayWrite(decisions: Pick<Decisions, 'decide'>, one: NamedPrincipal, place: AccessClassAttributes): PolicyDecision {
  return one.isKey || !maySee(decisions, one, place).isAllowed ? never : decisions.decide(one, 'write', place);
}
