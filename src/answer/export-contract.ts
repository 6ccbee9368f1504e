// Answers taken out of the product, with everything that they rest on.
import { z } from 'zod';
import { bytesOperation } from '../base/contract.ts';
import { runIdSchema } from '../base/ids.ts';

export const exportFormats = ['docx', 'markdown'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export const exportOperations = {
  exportAnswer: bytesOperation({
    id: 'exportAnswer',
    method: 'GET',
    path: '/api/runs/:runId/export',
    permission: 'runs.read',
    summary:
      "One of the caller's own answers, or the whole conversation that it belongs to, as a document with a footnote for every source",
    input: z.object({
      runId: runIdSchema,
      what: z.enum(['answer', 'conversation']).default('answer'),
      format: z.enum(exportFormats).default('docx'),
      /** Of the words around what was asked and answered. */
      language: z.enum(['zh', 'en']).default('zh'),
    }),
    mediaTypes: [docxType, 'text/markdown'],
  }),
};
