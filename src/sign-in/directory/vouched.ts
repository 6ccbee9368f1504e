// Somebody for whom the institution's directory vouches.

export interface Vouched {
  readonly method: 'oidc' | 'ldap';
  /** Who vouches; with `subject` it is what an account is linked by, and nothing else is. */
  readonly issuer: string;
  /** What the issuer calls this person for good. */
  readonly subject: string;
  readonly loginName: string;
  readonly displayName: string | undefined;
  readonly groups: readonly string[];
}
