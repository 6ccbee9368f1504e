// Whether a scenario is fit for visitors: what is typed into it counts as public, and documents answer.
import { AppError } from '../base/errors.ts';
import type { Scenarios } from '../scenarios/scenarios.ts';
import type { BoxFault } from './contract.ts';

export async function faultOf(scenarios: Pick<Scenarios, 'get'>, name: string): Promise<BoxFault | null> {
  try {
    const { engine, inputGrade } = await scenarios.get(name);
    if (engine === 'relay') return 'scenario-relays';
    return inputGrade === 'public' ? null : 'scenario-not-public';
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return 'scenario-missing';
    throw error;
  }
}
