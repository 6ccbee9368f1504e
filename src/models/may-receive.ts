// Which grades a model may receive: asked of the egress policy once for each boundary, since nothing else goes into it.
import { readFileSync } from 'node:fs';
import { type PolicySet, readPolicy } from '../access/policy/cedar.ts';
import { type Grade, gradeRank, grades } from '../base/grade.ts';
import type { Boundary } from './contract.ts';

export interface EgressPolicy {
  /** The text, as an auditor reads it. */
  readonly text: string;
  readonly rules: PolicySet['rules'];
  /** The highest grade that may go there; nothing when not even what is public may. */
  maxGrade(receiver: Receiver): Grade | undefined;
  /** The rules that keep a grade from going there, as sentences; none when it may go. */
  whyNot(receiver: Receiver, grade: Grade): readonly { readonly zh: string; readonly en: string }[];
}

export interface Receiver extends Pick<Boundary, 'zone' | 'location' | 'maxGrade'> {
  /** The site has one person only. */
  readonly isSolo: boolean;
}

const textOf = (file: string): string => readFileSync(new URL(`./policies/${file}`, import.meta.url), 'utf8');

export async function readEgressPolicy(): Promise<EgressPolicy> {
  const text = textOf('egress.cedar');
  const policy = await readPolicy(text, textOf('egress.cedarschema'));
  return {
    text,
    rules: policy.rules,
    // Whoever may receive a grade may receive those below it only if the policy says so: the first that is denied ends it.
    maxGrade(receiver) {
      const denied = grades.findIndex((grade) => !decide(policy, receiver, grade).isAllowed);
      return denied === -1 ? grades.at(-1) : grades[denied - 1];
    },
    whyNot(receiver, grade) {
      const { isAllowed, rules } = decide(policy, receiver, grade);
      if (isAllowed) return [];
      if (rules.length > 0) return rules;
      return [
        {
          zh: `内容为“${grade}”级，该模型申报的最高级别是“${receiver.maxGrade}”。`,
          en: `The content is ${grade}; the model is declared for ${receiver.maxGrade} at most.`,
        },
      ];
    },
  };
}

function decide(policy: PolicySet, { zone, location, maxGrade, isSolo }: Receiver, grade: Grade) {
  const principal = { type: 'Model', id: 'model' };
  const resource = { type: 'Content', id: grade };
  return policy.decide({
    principal,
    action: 'receive',
    resource,
    entities: [
      { uid: principal, attrs: { zone, location, maxRank: gradeRank(maxGrade), isSolo }, parents: [] },
      { uid: resource, attrs: { grade, rank: gradeRank(grade) }, parents: [] },
    ],
  });
}
