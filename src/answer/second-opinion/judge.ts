// A second opinion on sentences that the checks of this house let pass: another model reads each beside the passages that it rests on. It may
// only take away; where it says nothing, the scenario decides whether the sentence stands without it.
import type { Grade } from '../../base/grade.ts';
import type { RunId } from '../../base/ids.ts';
import { type CallRecord, type CallTimeouts, type Models, type Prompt, promptOf } from '../../models/models.ts';
import type { Scenario } from '../../scenarios/contract.ts';
import { type AttemptDependencies, attemptAll } from '../calls/attempt.ts';
import type { LeftOut, SecondOpinion } from '../contract.ts';
import { askJudge } from './ask-judge.ts';
import { type JudgeVerdict, readOpinion } from './read-opinion.ts';

export interface JudgeDependencies extends AttemptDependencies {
  readonly models: Pick<Models, 'route' | 'open'>;
}

export interface JudgeRequest {
  readonly scenario: Scenario;
  readonly runId: RunId;
  /** Of the run: the judge must be one that may see it. */
  readonly label: Grade;
  readonly signal: AbortSignal;
  readonly onCalls: (calls: readonly CallRecord[]) => void;
}

/** `missing`: nothing was sent, or nothing came that can be read; the reason is the code of a denial or of a fault. */
export type Opinion = ({ readonly kind: 'given' } & JudgeVerdict) | { readonly kind: 'missing'; readonly reason: string };

export interface Judge {
  readonly isRequired: boolean;
  /** Why it cannot be asked now; undefined: it can. */
  absence(): string | undefined;
  /** Fails for no reason that lies with the judge. */
  opinionOn(sentence: string, passages: readonly string[]): Promise<Opinion>;
  /** What came of all that it was asked. */
  summary(): SecondOpinion;
}

/** The judge of a scenario; undefined: it has none. */
export function createJudge(dependencies: JudgeDependencies, about: JudgeRequest): Judge | undefined {
  const { scenario, runId, label, signal, onCalls } = about;
  const { judge } = scenario.checks;
  if (!judge) return undefined;
  const { model, isRequired } = judge;
  const timeouts = withinSeconds(dependencies.timeouts, judge.seconds);
  const opinions: Opinion[] = [];
  const reasons = new Set<string>();
  let attempts = 0;

  const route = (prompt: Prompt) =>
    dependencies.models.route({ scenario: scenario.name, allowed: [model], name: undefined, ability: 'chat', label, prompt });

  async function ask(sentence: string, passages: readonly string[]): Promise<Opinion> {
    const request = askJudge(sentence, passages);
    const prompt = promptOf(request.text);
    const routing = route(prompt);
    if (routing.kind === 'denied') return { kind: 'missing', reason: routing.denial.code };
    let verdict: JudgeVerdict | undefined;
    const { candidates } = routing;
    const attemptsBefore = attempts;
    attempts += 1;
    const { calls } = await attemptAll(
      { ...dependencies, timeouts },
      { scenario, request, runId, label, prompt, candidates, signal, attemptsBefore },
      async (call) => {
        const { verdict: read, ...consumed } = await readOpinion(call);
        verdict = read;
        return consumed;
      },
    );
    onCalls(calls);
    return verdict ? { kind: 'given', ...verdict } : { kind: 'missing', reason: calls.at(-1)?.fault ?? 'unreadable' };
  }

  return {
    isRequired,
    absence() {
      const routing = route(promptOf(''));
      if (routing.kind === 'routed') return undefined;
      reasons.add(routing.denial.code);
      return routing.denial.code;
    },
    async opinionOn(sentence, passages) {
      const opinion = await ask(sentence, passages);
      opinions.push(opinion);
      if (opinion.kind === 'missing') reasons.add(opinion.reason);
      return opinion;
    },
    summary() {
      const given = opinions.filter((opinion) => opinion.kind === 'given');
      const agreed = given.filter(({ verdict }) => verdict === 'supported').length;
      return {
        judge: model,
        isRequired,
        agreed,
        objected: given.length - agreed,
        missing: opinions.length - given.length,
        missingBecause: [...reasons],
      };
    },
  };
}

/** What becomes of a sentence that the checks let pass, by what the judge said of it; undefined: it is shown. */
export function takenAway(opinion: Opinion | undefined, isRequired: boolean): LeftOut | undefined {
  if (!opinion) return undefined;
  if (opinion.kind === 'missing') return isRequired ? { kind: 'unjudged', conflicts: [], by: 'judge' } : undefined;
  return opinion.verdict === 'supported' ? undefined : { kind: opinion.verdict, conflicts: [], by: 'judge' };
}

/** So long for a free place at the model, and so long for its reply. */
function withinSeconds({ queueMs, totalMs }: CallTimeouts, seconds: number): CallTimeouts {
  const limit = seconds * 1000;
  const most = Math.min(totalMs, limit);
  return { queueMs: Math.min(queueMs, limit), firstTokenMs: most, betweenTokensMs: most, totalMs: most };
}
