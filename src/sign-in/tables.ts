// The tables of this room, and what it reads and writes of people (whose departments and roles are the business of access).
import type { ColumnType, Generated, Kysely } from 'kysely';
import type { Grade } from '../base/grade.ts';
import type { ApiKeyId, DepartmentId, PersonId, SessionId } from '../base/ids.ts';
import type { DirectoryDecides, Role } from '../base/roles.ts';

export interface SignInTables {
  person: {
    id: PersonId;
    kind: Generated<'person' | 'key' | 'answer-box'>;
    login_name: string;
    display_name: string;
    department_id: DepartmentId | null;
    state: 'invited' | 'active' | 'suspended' | 'left';
    created_at: Date;
    left_at: Date | null;
    clearance: Generated<Grade>;
    directory_decides: Generated<DirectoryDecides>;
  };
  person_role: { person_id: PersonId; role: Role };
  department: { id: DepartmentId; name: string };
  site: { only_row: Generated<boolean>; mode: 'accounts' | 'solo'; decided_at: Date };
  password: {
    person_id: PersonId;
    hash: string;
    earlier_hashes: ColumnType<string[], string, string>;
    changed_at: Date;
  };
  session: {
    id: SessionId;
    token_hash: string;
    person_id: PersonId;
    method: SignInMethod;
    address: string;
    device: string;
    started_at: Date;
    seen_at: Date;
    ends_at: Date;
    second_factor_at: Date | null;
  };
  sign_in_link: { token_hash: string; person_id: PersonId; created_at: Date; expires_at: Date };
  known_device: { token_hash: string; person_id: PersonId; used_at: Date };
  failed_sign_in: { subject: string; failures: number; last_at: Date; delayed: Generated<number> };
  second_factor: { id: PersonId; secret: string; created_at: Date; confirmed_at: Date | null; last_step: number | null };
  recovery_code: { person_id: PersonId; code_hash: string; used_at: Date | null };
  api_key: {
    id: ApiKeyId;
    token_hash: string;
    scenario: string;
    created_by: PersonId;
    created_at: Date;
    expires_at: Date;
    used_at: Date | null;
    revoked_at: Date | null;
    revoked_by: PersonId | null;
  };
  directory_account: { issuer: string; subject: string; person_id: PersonId; linked_at: Date };
  oidc_attempt: { token_hash: string; destination: string; expires_at: Date };
  refused_sign_ins: { only_row: Generated<boolean>; began_at: Date; refused: number };
}

export type SignInMethod = 'password' | 'link' | 'oidc' | 'ldap';
export type SignInDatabase = Kysely<SignInTables>;
