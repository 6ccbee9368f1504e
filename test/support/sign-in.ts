// What tests of sign-in stand on: a database of their own, a clock that they move, and a site that nobody has used yet.
import { soloCaller } from '../../src/access/access.ts';
import type { Clock } from '../../src/base/clock.ts';
import { readConfig } from '../../src/base/config.ts';
import type { SignInPolicy } from '../../src/base/sign-in-settings.ts';
import { createSignIn, type SignIn, type SignInDependencies } from '../../src/sign-in/sign-in.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openTestLedger, type TestLedger } from './ledger.ts';
import { openTestSeal } from './seal.ts';

const firstMoment = '2026-03-02T01:00:00Z';
const tables = [
  'directory_account',
  'oidc_attempt',
  'recovery_code',
  'second_factor',
  'sign_in_link',
  'known_device',
  'failed_sign_in',
  'refused_sign_ins',
  'session',
  'password',
  'site',
  'person_role',
];
const policy = readConfig({}, {}).signIn;

export interface SignInGround {
  readonly database: TestDatabase;
  readonly ledger: TestLedger;
  readonly clock: Clock;
  moveTo(moment: Date): void;
  later(milliseconds: number): void;
  signInWith(
    changed?: Partial<SignInPolicy>,
    other?: Partial<Pick<SignInDependencies, 'isLoopbackOnly' | 'ledger' | 'directory' | 'origins'>>,
  ): SignIn;
  /** As before anybody came. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function openSignInGround(): Promise<SignInGround> {
  const database = await openTestDatabase();
  const { store } = database;
  let now = new Date(firstMoment);
  const clock = { now: () => now };
  const seal = await openTestSeal(store);
  const ledger = await openTestLedger(store, clock);
  return {
    database,
    ledger,
    clock,
    moveTo: (moment) => {
      now = moment;
    },
    later: (milliseconds) => {
      now = new Date(now.getTime() + milliseconds);
    },
    signInWith: (changed = {}, other = {}) =>
      createSignIn({
        store,
        ledger,
        clock,
        policy: { ...policy, ...changed },
        isLoopbackOnly: true,
        folderKey: 'hjf_test',
        seal,
        ...other,
      }),
    async clear() {
      now = new Date(firstMoment);
      for (const table of tables) await store.run(`delete from ${table}`);
      await store.run(`delete from person where id <> '${soloCaller.person}'`);
      await store.run(`update person set state = 'active', login_name = 'local'`);
    },
    async close() {
      await ledger.close();
      await database.close();
    },
  };
}
