// The face of the library's limits. The default holds for each department that has no limit of its own, and for the documents that belong
// to none; a department's limit is of its own documents, not of those below it.
import { actorOf, type Caller } from '../../access/access.ts';
import { findDepartment } from '../../access/departments.ts';
import { AppError } from '../../base/errors.ts';
import { departmentIdSchema } from '../../base/ids.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Library } from '../library.store.ts';
import type { Amounts, KeptByDepartment } from '../limits-contract.ts';
import { defaultSubject, keptByDepartment, readLimits, writeLimit } from './limits.store.ts';

export interface LibraryLimits {
  list(): Promise<{ default: Amounts | null; departments: KeptByDepartment[] }>;
  /** Of the departments where the caller may write, those with a limit. */
  own(caller: Pick<Caller, 'departmentId' | 'writing'>): Promise<KeptByDepartment[]>;
  set(caller: Pick<Caller, 'person' | 'by'>, subject: string, amounts: Amounts): Promise<void>;
  remove(caller: Pick<Caller, 'person' | 'by'>, subject: string): Promise<void>;
}

export function createLibraryLimits({ library, ledger }: { readonly library: Library; readonly ledger: Ledger }): LibraryLimits {
  const list = async () => {
    const limits = await readLimits(library);
    const standard = limits.get(defaultSubject) ?? null;
    const departments = (await keptByDepartment(library)).map(({ departmentId, department, ...used }): KeptByDepartment => {
      const own = departmentId === null ? undefined : limits.get(departmentId);
      return { departmentId, department, used, limit: own ?? standard, isOwnLimit: own !== undefined };
    });
    return { default: standard, departments };
  };
  const subjectOf = async (subject: string): Promise<string> =>
    subject === defaultSubject ? subject : (departmentIdSchema.safeParse(subject).data ?? (await findDepartment(library, subject)));

  return {
    list,
    async own({ departmentId: own, writing: { scope } }) {
      const departments = (await list()).departments.filter(({ limit }) => limit !== null);
      if (scope === 'all' || departments.length === 0) return departments;
      const rows = await library.selectFrom('access_class').select(['id', 'department_id']).execute();
      const written = new Set(rows.filter(({ id }) => scope.includes(id)).map(({ department_id }) => department_id));
      return departments.filter(({ departmentId }) => departmentId === own || written.has(departmentId));
    },
    async set(caller, named, amounts) {
      const subject = await subjectOf(named);
      await library.transaction().execute(async (transaction) => {
        await writeLimit(transaction, subject, amounts);
        const about = { actor: actorOf(caller), subject: { kind: 'library-limit', id: subject } };
        await ledger.appendWithin(transaction, { ...about, action: 'library-limit-set', details: { ...amounts } });
      });
    },
    async remove(caller, named) {
      const subject = await subjectOf(named);
      await library.transaction().execute(async (transaction) => {
        const removed = await transaction.deleteFrom('library_limit').where('subject', '=', subject).returning('subject').execute();
        if (removed.length === 0) throw new AppError('not-found', { what: 'library limit 文库限额' });
        const about = { actor: actorOf(caller), subject: { kind: 'library-limit', id: subject } };
        await ledger.appendWithin(transaction, { ...about, action: 'library-limit-removed' });
      });
    },
  };
}
