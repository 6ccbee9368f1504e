// The second factor: one-time codes of an authenticator (TOTP, RFC 6238), with recovery codes for when it is lost. The holders of
// the three separated powers must have one; others may.
import type { Transaction } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { AppError } from '../base/errors.ts';
import type { PersonId } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import type { SealedTextColumn } from '../store/seal/sealed-columns.ts';
import { sameTransaction } from '../store/store.ts';
import { describePerson, rolesOf } from './accounts.store.ts';
import { isDirectoryAccount } from './directory/directory-accounts.store.ts';
import { endOnRecord } from './end-sessions.ts';
import { forgetFailures, subjectOf, takeAttempt } from './failed-sign-ins.store.ts';
import { changing, type Ground } from './ground.ts';
import { isFactorRequired } from './next-step.ts';
import { nextStepWith, refuse, type SignedIn } from './opening.ts';
import type { Holder, Passwords } from './passwords.ts';
import { factorChanged, factorShown } from './records.ts';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import {
  confirmFactor,
  countCodes,
  findFactor,
  removeFactor,
  replaceCodes,
  takeCode,
  takeStep,
  withoutFactor,
  writeUnconfirmed,
} from './second-factor.store.ts';
import { endSessions, renewToken } from './sessions.store.ts';
import type { SignInDatabase, SignInTables } from './tables.ts';

/** What an authenticator is told: apps know no other values for certain. */
const issuer = '衡鉴 Hengjian';
const shape = { issuer, algorithm: 'SHA1', digits: 6, period: 30 } as const;
const secretBytes = 20;
/** Steps before and after the present one, for clocks that differ. */
const tolerance = 1;

/** A code of the authenticator, or a recovery code. */
export interface ShownCode {
  readonly code: string;
  readonly isRecoveryCode?: boolean;
}

export interface FactorState {
  readonly isOn: boolean;
  readonly isRequired: boolean;
  readonly since: string | null;
  readonly recoveryCodesLeft: number;
}

export function createSecondFactor(
  ground: Ground,
  { seal, passwords }: { readonly seal: SealedTextColumn; readonly passwords: Passwords },
) {
  const { database, clock, policy } = ground;

  const isRequired = async (person: PersonId): Promise<boolean> => isFactorRequired(await rolesOf(database, person), policy);

  /** The time step that a code belongs to, if it is one of this secret's. */
  const stepOf = (secret: string, code: string): number | undefined => {
    const timestamp = clock.now().getTime();
    const totp = new TOTP({ ...shape, secret: Secret.fromBase32(secret) });
    const delta = totp.validate({ token: code.replace(/\s/g, ''), timestamp, window: tolerance });
    return delta === null ? undefined : Math.floor(timestamp / 1000 / shape.period) + delta;
  };

  /** Uses up what was shown; whether it was right. */
  const use = async (within: SignInDatabase, person: PersonId, { code, isRecoveryCode }: ShownCode): Promise<boolean> => {
    if (isRecoveryCode === true) return takeCode(within, person, hashOfRecoveryCode(code), clock.now());
    const factor = await findFactor(within, person);
    const step = factor && stepOf(seal.open(person, factor.secret), code);
    return step !== undefined && takeStep(within, person, step);
  };

  /** Counted like passwords: by person, since whoever tries codes has shown the password, and may open sessions at will. */
  const prove = async <Result>(
    { person, place }: Holder,
    shown: ShownCode,
    change: (within: SignInDatabase, note: (entry: Entry) => void) => Promise<Result>,
  ): Promise<Result> => {
    const attempt = await takeAttempt(database, subjectOf(`second factor ${person}`, undefined), clock.now());
    const outcome = await changing(ground, async (transaction, note) => {
      if (!(await use(transaction, person, shown))) return undefined;
      await forgetFailures(transaction, attempt.subject, clock.now());
      return { result: await change(transaction, note) };
    });
    if (outcome) return outcome.result;
    const { login_name: name } = await describePerson(database, person);
    return refuse(ground, { method: 'second-factor', name, person, place, attempt });
  };

  const signedIn = async (person: PersonId, token: string): Promise<SignedIn> => ({
    token,
    person,
    nextStep: await nextStepWith(ground, token),
  });

  const writeCodes = async (within: SignInDatabase, person: PersonId): Promise<string[]> => {
    const codes = newRecoveryCodes();
    await replaceCodes(within, person, codes.map(hashOfRecoveryCode));
    return codes;
  };

  const mustBeOn = async (person: PersonId): Promise<void> => {
    if (!(await findFactor(database, person))?.confirmed_at)
      throw new AppError('second-factor-state', { stateZh: '尚未启用', stateEn: 'off' });
  };

  return {
    async state(person: PersonId): Promise<FactorState> {
      const factor = await findFactor(database, person);
      const since = factor?.confirmed_at?.toISOString() ?? null;
      return {
        isOn: since !== null,
        isRequired: await isRequired(person),
        since,
        recoveryCodesLeft: since === null ? 0 : await countCodes(database, person),
      };
    },

    /** A new secret for an authenticator; it counts once a code of it was shown. */
    async begin(person: PersonId): Promise<{ secret: string; uri: string }> {
      const { login_name: label } = await describePerson(database, person);
      const totp = new TOTP({ ...shape, label, secret: new Secret({ size: secretBytes }) });
      const { base32: secret } = totp.secret;
      if (!(await writeUnconfirmed(database, person, seal.seal(person, secret), clock.now())))
        throw new AppError('second-factor-state', { stateZh: '已经启用', stateEn: 'on' });
      return { secret, uri: totp.toString() };
    },

    /** The first code: from now on the factor counts, in this session at once. */
    async confirm(holder: Holder, code: string): Promise<SignedIn & { recoveryCodes: string[] }> {
      const { person, sessionId } = holder;
      const { token, recoveryCodes } = await prove(holder, { code }, async (within, note) => {
        const now = clock.now();
        if (!(await confirmFactor(within, person, now))) throw new AppError('second-factor-state', { stateZh: '已经启用', stateEn: 'on' });
        note(factorChanged({ kind: 'person', id: person }, person, 'on'));
        await endOnRecord(within, note, { person, which: { except: sessionId }, why: 'second-factor-on' });
        return { recoveryCodes: await writeCodes(within, person), token: await renewToken(within, sessionId, now) };
      });
      return { ...(await signedIn(person, token)), recoveryCodes };
    },

    /** Completes a sign-in. */
    async show(holder: Holder, shown: ShownCode): Promise<SignedIn> {
      await mustBeOn(holder.person);
      const token = await prove(holder, shown, async (within, note) => {
        const how = shown.isRecoveryCode === true ? 'recovery-code' : 'code';
        note(factorShown(holder.person, how, await countCodes(within, holder.person)));
        return renewToken(within, holder.sessionId, clock.now());
      });
      return signedIn(holder.person, token);
    },

    async renewCodes(holder: Holder, code: string): Promise<string[]> {
      await mustBeOn(holder.person);
      return prove(holder, { code }, async (within, note) => {
        note(factorChanged({ kind: 'person', id: holder.person }, holder.person, 'codes-renewed'));
        return writeCodes(within, holder.person);
      });
    },

    /** Takes the code, and the password of who has one here; refused to who must have a second factor. */
    async turnOff(holder: Holder, password: string | undefined, code: string): Promise<void> {
      const { person } = holder;
      await mustBeOn(person);
      if (await isRequired(person)) throw new AppError('second-factor-required');
      if (!(await isDirectoryAccount(database, person))) await passwords.prove(holder, password ?? '');
      await prove(holder, { code }, async (within, note) => {
        await removeFactor(within, person);
        note(factorChanged({ kind: 'person', id: person }, person, 'off'));
      });
    },

    /** Who must have one and has none. */
    missing: async (): Promise<PersonId[]> =>
      (await withoutFactor(database)).filter(({ roles }) => isFactorRequired(roles, ground.policy)).map(({ id }) => id),

    /** For a person who lost it: two people have decided so. Sessions end; whoever must have one sets it up again. */
    async resetWithin(transaction: Transaction<unknown>, person: PersonId): Promise<number> {
      const within: Transaction<SignInTables> = sameTransaction(transaction);
      await removeFactor(within, person);
      return endSessions(within, person, {});
    },
  };
}
