// The grade of data, from DESIGN: a label only ever goes up, and what is unknown counts as internal.
import { z } from 'zod';

/** Grades from lowest to highest. State secrets are outside the product and have no grade here. */
export const grades = ['public', 'internal', 'sensitive', 'important'] as const;
export const gradeSchema = z
  .enum(grades)
  .meta({ id: 'Grade', description: 'public 公开 < internal 内部 < sensitive 敏感 < important 重要' });
export type Grade = z.infer<typeof gradeSchema>;

/** Grades in sentences. */
export const gradeWords: Readonly<Record<Grade, { readonly zh: string; readonly en: string }>> = {
  public: { zh: '公开', en: 'public' },
  internal: { zh: '内部', en: 'internal' },
  sensitive: { zh: '敏感', en: 'sensitive' },
  important: { zh: '重要', en: 'important' },
};

/** The grade of anything whose grade is not known. */
export const unknownGrade: Grade = 'internal';

export function gradeRank(grade: Grade): number {
  return grades.indexOf(grade);
}

/** The label of what several graded things flow into: the highest of them; of nothing, the lowest grade. */
export function highestGrade(...parts: readonly Grade[]): Grade {
  return parts.reduce<Grade>((highest, grade) => (gradeRank(grade) > gradeRank(highest) ? grade : highest), 'public');
}
