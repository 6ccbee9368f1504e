// The people of a site with two replicas: each calls the replica that is named, with a session that either may have given.
import { Secret, TOTP } from 'otpauth';
import type { z } from 'zod';
import { callApi } from '../../bench/call-api.ts';
import type { JsonOperation } from '../../src/base/contract.ts';
import type { Role } from '../../src/base/roles.ts';
import { operations as people } from '../../src/people/contract.ts';
import { operations as signIn } from '../../src/sign-in/contract.ts';

export type Replica = 0 | 1;
export const otherThan = (replica: Replica): Replica => (replica === 0 ? 1 : 0);

export interface ReplicaPeople {
  readonly urls: readonly [string, string];
  readonly sessions: Map<Role, string>;
  readonly logins: Map<Role, string>;
  at<Input extends z.ZodObject, Output extends z.ZodType>(
    replica: Replica,
    role: Role | undefined,
    operation: JsonOperation<Input, Output>,
    input: z.input<Input>,
    file?: Uint8Array<ArrayBuffer>,
  ): Promise<z.output<Output>>;
  /** A new session of a local account without a second factor; it replaces none. */
  enter(replica: Replica, role: Role): Promise<string>;
  /** Spends the one-time links of the first accounts, in turn at either replica. */
  arrive(links: readonly { readonly token: string; readonly role: Role }[]): Promise<void>;
  /** The first account for staff comes into a new department. */
  join(departmentName: string): Promise<void>;
  /** Proposed by one power at one replica, agreed to by the other at the other. */
  giveRoles(roles: Role[], reason: string): Promise<void>;
}

export function createReplicaPeople(urls: readonly [string, string], password: string): ReplicaPeople {
  const sessions = new Map<Role, string>();
  const logins = new Map<Role, string>();
  const at: ReplicaPeople['at'] = (replica, role, operation, input, file) =>
    callApi(urls[replica], operation, input, file, role === undefined ? undefined : sessions.get(role));

  /** The three powers may do nothing before they have a second factor: begun at one replica, confirmed at the other. */
  const enrol = async (replica: Replica, role: Role): Promise<void> => {
    const { nextStep } = await at(replica, role, signIn.getMe, {});
    if (nextStep !== 'enrol-second-factor') return;
    const { secret } = await at(replica, role, signIn.beginSecondFactor, {});
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    const { token } = await at(otherThan(replica), role, signIn.confirmSecondFactor, { code, carrier: 'token' });
    sessions.set(role, token ?? '');
  };
  const staffId = async () => {
    const known = (await at(0, 'system-administrator', people.listPeople, {})).people;
    const found = known.find(({ loginName }) => loginName === logins.get('staff'));
    if (!found) throw new Error('There is no first account for staff.');
    return found.id;
  };

  return {
    urls,
    sessions,
    logins,
    at,
    async enter(replica, role) {
      const { token } = await at(replica, undefined, signIn.signIn, { loginName: logins.get(role) ?? '', password, carrier: 'token' });
      return token ?? '';
    },
    async arrive(links) {
      for (const [index, { token: link, role }] of links.entries()) {
        const replica = index % 2 === 0 ? 0 : 1;
        const { token } = await at(replica, undefined, signIn.spendLink, { token: link, password, carrier: 'token' });
        sessions.set(role, token ?? '');
        logins.set(role, (await at(otherThan(replica), role, signIn.getMe, {})).person.loginName);
        await enrol(replica, role);
      }
    },
    async join(departmentName) {
      const { department } = await at(0, 'system-administrator', people.createDepartment, { name: departmentName });
      await at(1, 'system-administrator', people.changePerson, { personId: await staffId(), departmentId: department.id });
    },
    async giveRoles(roles, reason) {
      const proposal = { personId: await staffId(), roles, clearance: 'internal' as const, reason };
      const { changeId } = await at(0, 'system-administrator', people.proposeRoles, proposal);
      await at(1, 'security-officer', people.decideChange, { changeId, decision: 'approve' });
    },
  };
}
