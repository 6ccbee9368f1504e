// Limits that two replicas share: how many of many attempts, half of them at either, are let through.
import { operations as answers } from '../src/answer/contract.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as signIn } from '../src/sign-in/contract.ts';
import { createReplicaPeople, type Replica, type ReplicaPeople } from '../test/support/replicas.ts';

interface Setting {
  readonly department: string;
  readonly password: string;
  readonly perMinute: number;
}

/** The most wrong passwords of one name before it has to wait. */
const wrongPasswords = 5;
const timesTheLimit = 4;

export async function countAdmitted(
  replicas: readonly [{ readonly url: string }, { readonly url: string }],
  before: ReplicaPeople,
  { department, password, perMinute }: Setting,
): Promise<Record<string, number>> {
  const { at, sessions, logins, enter } = createReplicaPeople([replicas[0].url, replicas[1].url], password);
  for (const [role, session] of before.sessions) sessions.set(role, session);
  for (const [role, login] of before.logins) logins.set(role, login);
  /** How many more or fewer were let through than one allowance holds; `already` of it were used since `since`. */
  const apart = async (
    atOnce: number,
    attempt: (replica: Replica, number: number) => Promise<unknown>,
    already = 0,
    since = performance.now(),
  ) => {
    const attempts = Array.from({ length: atOnce * timesTheLimit }, (_, number) => wasAdmitted(attempt(number % 2 === 0 ? 0 : 1, number)));
    const admitted = already + (await Promise.all(attempts)).filter(Boolean).length;
    // What came back while they were tried may be used.
    const returned = Math.floor(((performance.now() - since) / 60_000) * perMinute);
    return Math.max(0, admitted - atOnce - returned) + Math.max(0, atOnce - admitted);
  };
  const half = perMinute / 2;
  const questions = await apart(half, (replica) => at(replica, 'staff', answers.ask, { question: '怎样办理？' }));
  const uploads = await apart(half, (replica, number) =>
    at(replica, 'staff', library.importDocument, { name: `限${number}.txt`, department }, new TextEncoder().encode(`第一条 限${number}。`)),
  );
  const startedAt = performance.now();
  const tryWrong = (replica: Replica, loginName: string) =>
    at(replica, undefined, signIn.signIn, { loginName, password: 'not the password', carrier: 'token' });
  for (let number = 0; number < wrongPasswords; number += 1)
    await tryWrong(number % 2 === 0 ? 0 : 1, logins.get('staff') ?? '').catch(() => undefined);
  const entered = await Promise.allSettled(([0, 1] as const).map((replica) => enter(replica, 'staff')));
  const letIn = entered.filter(({ status }) => status === 'fulfilled').length;
  const attempts = await apart(
    perMinute,
    (replica, number) => tryWrong(replica, `nobody-${number}`),
    wrongPasswords + entered.length,
    startedAt,
  );
  return {
    'attempts at both replicas, over limits': (2 * half + perMinute) * timesTheLimit,
    'faults: questions over or under one allowance': questions,
    'faults: uploads over or under one allowance': uploads,
    'faults: attempts to sign in over or under one allowance': attempts,
    'faults: let in after five wrong passwords, three at one and two at the other': letIn,
  };
}

/** Refused for the limit, or not: who is turned away for the password was let through. Anything else that goes wrong ends the run. */
async function wasAdmitted(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('"too-many-requests"')) return false;
    if (error instanceof Error && error.message.includes(': 401 ')) return true;
    throw error;
  }
}
