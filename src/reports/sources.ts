// What a report is made from: each room tells what it knows.
import type { Role } from '../base/roles.ts';
import type { PersonId } from '../base/ids.ts';
import type { LedgerAction } from '../ledger/contract.ts';
import type { Findings } from './contract.ts';

export interface ReportSources {
  /** Accounts in use. */
  readonly people: () => Promise<readonly { readonly id: PersonId; readonly displayName: string; readonly roles: readonly Role[] }[]>;
  /** When each person last did what. */
  readonly lastActs: () => Promise<readonly LastAct[]>;
  /** How often something was put on record since then. */
  readonly countSince: (action: LedgerAction, since: Date) => Promise<number>;
  readonly personGrants: () => Promise<readonly PersonGrant[]>;
  /** Whether anything that a person did with one of these documents is on record. */
  readonly hasTouched: (person: PersonId, documents: readonly string[]) => Promise<boolean>;
  readonly apiKeys: () => Promise<readonly (Findings['apiKeys'][number] & { readonly name: string; readonly state: string })[]>;
  readonly dataKeys: () => Promise<readonly (Findings['dataKeys'][number] & { readonly state: string })[]>;
  readonly withoutFactor: () => Promise<PersonId[]>;
  readonly calls: () => Findings['calls'];
  readonly openIncidents: () => Promise<Findings['openIncidents']>;
  readonly holds: () => Promise<number>;
  readonly retentionRunAt: () => Promise<string | null>;
  readonly backup: () => Promise<Findings['backup']>;
  readonly ledger: () => Promise<Findings['ledger']>;
}

export interface LastAct {
  readonly person: string;
  readonly action: LedgerAction;
  readonly at: Date;
}
export interface PersonGrant {
  readonly person: PersonId;
  readonly action: 'read' | 'write';
  readonly documents: readonly string[];
}
