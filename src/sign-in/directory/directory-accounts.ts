// Signing in somebody for whom the directory vouches: the account is made at the first sign-in, and at each the directory decides
// on its roles, its name and, where the map names departments, its department (decision 0013).
import { createHash } from 'node:crypto';
import { findDepartment } from '../../access/departments.ts';
import { AppError } from '../../base/errors.ts';
import type { DepartmentId, PersonId } from '../../base/ids.ts';
import { powersIn } from '../../base/roles.ts';
import type { Entry } from '../../ledger/ledger.ts';
import { rolesOf } from '../accounts.store.ts';
import { type CountedAttempt, forgetFailures } from '../failed-sign-ins.store.ts';
import type { Ground } from '../ground.ts';
import { normalLoginName } from '../login-name.ts';
import { type Attempt, firstFailure, openSession, refuse, type SignedIn } from '../opening.ts';
import { directoryChanged, personProvisioned } from '../records.ts';
import { decideSiteMode } from '../site-mode.store.ts';
import type { SignInDatabase } from '../tables.ts';
import { findLinked, makeLinked, replaceRoles, writeDecided } from './directory-accounts.store.ts';
import { type DirectoryMap, type Mapped, mappedBy, mapsDepartments, staffOnly } from './directory-map.ts';
import type { Vouched } from './vouched.ts';

type Note = (entry: Entry) => void;

export interface DirectoryAccounts {
  /** `earlier`: where names are tried, and so counted. */
  signIn(vouched: Vouched, attempt: Attempt, earlier?: CountedAttempt): Promise<SignedIn>;
}

export function createDirectoryAccounts(ground: Ground, map: DirectoryMap = staffOnly): DirectoryAccounts {
  const { database, clock } = ground;
  const decidesDepartments = mapsDepartments(map);

  const accountOf = async (within: SignInDatabase, note: Note, vouched: Vouched) => {
    const found = await findLinked(within, vouched);
    if (found) return found;
    const made = await makeLinked(within, { ...vouched, ...namesOf(vouched), now: clock.now() });
    if (made !== undefined) note(personProvisioned(made, vouched.method));
    const account = await findLinked(within, vouched);
    if (!account) throw new AppError('sign-in-failed');
    return account;
  };

  const departmentOf = async (within: SignInDatabase, { department }: Mapped): Promise<DepartmentId | null> => {
    if (department === undefined) return null;
    return findDepartment(within, department).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      throw refused(
        `映射文件中的部门“${department}”在衡鉴中不存在或重名`,
        `the department ${department} of the map file is not here, or there are several`,
      );
    });
  };

  /** Whose session it is to be; fails, and undoes everything, when there is to be none. */
  const settle = async (within: SignInDatabase, note: Note, vouched: Vouched): Promise<PersonId> => {
    if ((await decideSiteMode(within, 'accounts', clock.now())) !== 'accounts')
      throw refused('本站是单人模式', 'this site is in solo mode');
    const account = await accountOf(within, note, vouched);
    if (account.state !== 'active') throw refused('您的账号已停用', 'your account is closed');
    const mapped = mappedBy(map, vouched.groups);
    requireFitRoles(mapped);
    const before = await rolesOf(within, account.id);
    if (before.join() !== mapped.roles.join()) {
      await replaceRoles(within, account.id, mapped.roles);
      note(directoryChanged(account.id, 'roles-changed', { roles: mapped.roles, before, by: vouched.method }));
    }
    const decided = {
      display_name: displayNameOf(vouched),
      department_id: decidesDepartments ? await departmentOf(within, mapped) : account.department_id,
      directory_decides: decidesDepartments ? ('roles-and-department' as const) : ('roles' as const),
    };
    const isAsBefore =
      account.display_name === decided.display_name &&
      account.department_id === decided.department_id &&
      account.directory_decides === decided.directory_decides;
    if (!isAsBefore) {
      await writeDecided(within, account.id, decided);
      note(directoryChanged(account.id, 'person-changed', { department: decided.department_id, by: vouched.method }));
    }
    return account.id;
  };

  return {
    async signIn(vouched, attempt, earlier) {
      const who = async (within: SignInDatabase, note: Note): Promise<PersonId> => {
        if (earlier) await forgetFailures(within, earlier.subject, clock.now());
        return settle(within, note, vouched);
      };
      try {
        return await openSession(ground, { who, method: vouched.method, attempt, ...(earlier ? { earlier } : {}) });
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'directory-refused') throw error;
        const { method, loginName: name } = vouched;
        const person = (await findLinked(database, vouched))?.id;
        return refuse(ground, { method, name, person, place: attempt.place, attempt: earlier ?? firstFailure }, error);
      }
    },
  };
}

function requireFitRoles({ roles }: Mapped): void {
  if (roles.length === 0) throw refused('您所在的组没有对应的角色', 'none of your groups stands for a role');
  if (powersIn(roles).length > 1)
    throw refused(
      '您所在的组对应三员中的两种权力，不得兼任',
      'your groups stand for two of the three separated powers, which nobody may hold together',
    );
}

/** A login name as ours are; with what tells it from another person's of the same name. */
function namesOf(vouched: Vouched): { loginName: string; otherName: string; displayName: string } {
  const mark = createHash('sha256').update(`${vouched.issuer}\n${vouched.subject}`).digest('hex').slice(0, 8);
  const plain = normalLoginName(vouched.loginName)
    .replace(/[^\p{L}\p{N}._@-]+/gu, '-')
    .replace(/^[._@-]+/, '');
  const loginName = Array.from(plain).slice(0, 50).join('');
  return {
    loginName: loginName.length < 2 ? `directory.${mark}` : loginName,
    otherName: `${loginName || 'directory'}.${mark}`,
    displayName: displayNameOf(vouched),
  };
}

function displayNameOf({ displayName, loginName }: Vouched): string {
  return Array.from((displayName ?? '').trim() || loginName)
    .slice(0, 100)
    .join('');
}

function refused(faultZh: string, faultEn: string): AppError {
  return new AppError('directory-refused', { faultZh, faultEn });
}
