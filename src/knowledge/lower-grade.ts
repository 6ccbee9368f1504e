// Lowering a grade 降级: proposed by who looks after the document, decided by another; raising one takes nobody else.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Caller } from '../access/access.ts';
import type { ChangeKind } from '../access/changes/changes.ts';
import type { RightsAction } from '../access/rights.ts';
import type { AccessClassAttributes } from '../access/scope.ts';
import { AppError } from '../base/errors.ts';
import { gradeRank, gradeSchema, gradeWords } from '../base/grade.ts';
import { type AccessClassId, type DocumentId, documentIdSchema } from '../base/ids.ts';
import { sameTransaction } from '../store/store.ts';
import { type DocumentRightsTables, type RightsLibrary, type Standing, standingOfAnyDocument } from './document-rights.store.ts';

const payloadSchema = z.object({ documentId: documentIdSchema, grade: gradeSchema });

interface LowerGradeDependencies {
  readonly library: RightsLibrary;
  readonly may: (caller: Caller, action: RightsAction, place: AccessClassAttributes) => Promise<boolean>;
  readonly mustManage: (caller: Caller, id: DocumentId) => Promise<Standing>;
  readonly titleOf: (caller: Caller, id: DocumentId) => Promise<string | undefined>;
  readonly move: (
    transaction: Transaction<DocumentRightsTables>,
    id: DocumentId,
    place: AccessClassAttributes,
    now: Date,
  ) => Promise<AccessClassId>;
}

export function lowerGradeChange({ library, may, mustManage, titleOf, move }: LowerGradeDependencies): ChangeKind<typeof payloadSchema> {
  return {
    kind: 'lower-grade',
    payload: payloadSchema,
    proposer: 'grades.lower',
    approver: 'grades.lower.approve',
    subjectOf: ({ documentId }) => documentId,
    async describe({ documentId, grade }, caller) {
      const standing = await standingOfAnyDocument(library, documentId);
      if (!standing) return undefined;
      const { place } = standing;
      if (!(await may(caller, 'read', place)) && !(await may(caller, 'inspect', place))) return undefined;
      // Who looks after rights without reading is told the number and not the title.
      const name = (await titleOf(caller, documentId)) ?? documentId;
      return {
        zh: `把文档“${name}”的级别从${gradeWords[place.grade].zh}降为${gradeWords[grade].zh}。`,
        en: `Lower the grade of “${name}” from ${gradeWords[place.grade].en} to ${gradeWords[grade].en}.`,
      };
    },
    async check({ documentId, grade }, caller) {
      const { place } = await mustManage(caller, documentId);
      if (gradeRank(grade) >= gradeRank(place.grade))
        throw new AppError('invalid-input', { fault: 'grade: 不低于现有级别，可直接修改 not lower than it is; change it directly' });
    },
    async apply(transaction, { documentId, grade }, now) {
      const tables: Transaction<DocumentRightsTables> = sameTransaction(transaction);
      const standing = await standingOfAnyDocument(tables, documentId);
      if (!standing || gradeRank(grade) >= gradeRank(standing.place.grade))
        throw new AppError('conflict', { fault: '文档的级别已改变 the grade of the document has changed' });
      const target = await move(tables, documentId, { ...standing.place, grade }, now);
      return {
        action: 'rights-changed',
        subject: { kind: 'document', id: documentId },
        details: { from: standing.classId, to: target, gradeBefore: standing.place.grade, grade },
      };
    },
  };
}
