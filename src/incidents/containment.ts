// What contains an incident. It narrows, so one person is enough and it counts at once; what it narrows is opened again by two.
import type { Transaction } from 'kysely';
import type { Entry } from '../ledger/ledger.ts';
import type { Containment, ContainmentKind } from './contract.ts';

/** What another room does for one kind of containment, inside the transaction in which it is put on record. */
export interface ContainmentPort {
  /** Fails with `not-found` when there is no such person or document. Resolves to what goes on record. */
  contain(transaction: Transaction<unknown>, target: string, actor: Entry['actor'], now: Date): Promise<Entry[]>;
  /** Undoes it; a kind without it is done once and leaves nothing that stands. */
  lift?(transaction: Transaction<unknown>, target: string, actor: Entry['actor']): Promise<Entry>;
  /** What a target is called that is no account; told to who may contain. */
  describe?(target: string): Promise<TargetFacts | undefined>;
}
export type TargetFacts = NonNullable<Containment['about']>;
export type ContainmentPorts = Readonly<Record<ContainmentKind, ContainmentPort>>;

interface Words {
  readonly zh: string;
  readonly en: string;
}
export const containmentWords: Readonly<Record<ContainmentKind, Words>> = {
  'end-sessions': { zh: '结束某人的全部会话', en: 'End all sessions of a person' },
  'suspend-person': { zh: '停用账号', en: 'Suspend an account' },
  'revoke-api-key': { zh: '吊销接口密钥', en: 'Revoke an API key' },
  'quarantine-document': { zh: '隔离文档', en: 'Quarantine a document' },
};
