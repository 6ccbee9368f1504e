// How a person signs in: told, without anything that opens the account, and erased with everything that does.
import type { Transaction } from 'kysely';
import type { PersonalData } from '../access/personal-data.ts';
import type { PersonId } from '../base/ids.ts';
import { sameTransaction } from '../store/store.ts';
import { subjectOf } from './failed-sign-ins.store.ts';
import type { SignInDatabase, SignInTables } from './tables.ts';

export function personalAccount(database: SignInDatabase): PersonalData {
  const of = (person: PersonId) => ({
    sessions: database.selectFrom('session').where('person_id', '=', person),
    devices: database.selectFrom('known_device').where('person_id', '=', person),
    directory: database.selectFrom('directory_account').where('person_id', '=', person),
    password: database.selectFrom('password').where('person_id', '=', person),
    factor: database.selectFrom('second_factor').where('id', '=', person),
  });
  return {
    async *collect(person) {
      const { sessions, devices, directory, password, factor } = of(person);
      for (const row of await sessions.select(['method', 'address', 'device', 'started_at', 'seen_at']).orderBy('id').execute())
        yield {
          kind: 'session',
          method: row.method,
          address: row.address,
          device: row.device,
          startedAt: row.started_at,
          seenAt: row.seen_at,
        };
      for (const row of await devices.select('used_at').orderBy('used_at').execute()) yield { kind: 'device', usedAt: row.used_at };
      for (const row of await directory.select(['issuer', 'subject', 'linked_at']).execute())
        yield { kind: 'directory-account', issuer: row.issuer, subject: row.subject, linkedAt: row.linked_at };
      for (const row of await password.select('changed_at').execute()) yield { kind: 'password', changedAt: row.changed_at };
      for (const row of await factor.select('confirmed_at').execute()) yield { kind: 'second-factor', since: row.confirmed_at };
    },
    async erase(within, person) {
      const transaction: Transaction<SignInTables> = sameTransaction(within);
      let erased = 0;
      for (const table of ['session', 'known_device', 'sign_in_link', 'password', 'recovery_code', 'directory_account'] as const)
        erased += Number((await transaction.deleteFrom(table).where('person_id', '=', person).executeTakeFirst()).numDeletedRows);
      erased += Number((await transaction.deleteFrom('second_factor').where('id', '=', person).executeTakeFirst()).numDeletedRows);
      // Kept by a hash of the name.
      const account = await transaction.selectFrom('person').select('login_name').where('id', '=', person).executeTakeFirst();
      if (account) await transaction.deleteFrom('failed_sign_in').where('subject', '=', subjectOf(account.login_name, undefined)).execute();
      return erased;
    },
  };
}
