// Identifiers: UUID version 7 (RFC 9562), so that they sort by time of creation, branded by what they name.
import { z } from 'zod';

const uuid = z.uuid();

export const documentIdSchema = uuid.brand<'DocumentId'>();
export const versionIdSchema = uuid.brand<'VersionId'>();
export const citationIdSchema = uuid.brand<'CitationId'>();
export const passageIdSchema = uuid.brand<'PassageId'>();
export const collectionIdSchema = uuid.brand<'CollectionId'>();
export const attachmentIdSchema = uuid.brand<'AttachmentId'>();
export const runIdSchema = uuid.brand<'RunId'>();
export const scenarioIdSchema = uuid.brand<'ScenarioId'>();
export const backupIdSchema = uuid.brand<'BackupId'>();
export const personIdSchema = uuid.brand<'PersonId'>();
export const departmentIdSchema = uuid.brand<'DepartmentId'>();
export const accessClassIdSchema = uuid.brand<'AccessClassId'>();
export const changeIdSchema = uuid.brand<'ChangeId'>();
export const sessionIdSchema = uuid.brand<'SessionId'>();
export const incidentIdSchema = uuid.brand<'IncidentId'>();
export const containmentIdSchema = uuid.brand<'ContainmentId'>();
export const apiKeyIdSchema = uuid.brand<'ApiKeyId'>();
export const answerBoxIdSchema = uuid.brand<'AnswerBoxId'>();
export const webhookIdSchema = uuid.brand<'WebhookId'>();
export const deliveryIdSchema = uuid.brand<'DeliveryId'>();
export const sourceIdSchema = uuid.brand<'SourceId'>();
export const sourceFileIdSchema = uuid.brand<'SourceFileId'>();
export const holdIdSchema = uuid.brand<'HoldId'>();
export const reportIdSchema = uuid.brand<'ReportId'>();
export const retentionRunIdSchema = uuid.brand<'RetentionRunId'>();
export const modelIdSchema = uuid.brand<'ModelId'>();
export const modelStopIdSchema = uuid.brand<'ModelStopId'>();
export const modelCallIdSchema = uuid.brand<'ModelCallId'>();
export const vectorSetIdSchema = uuid.brand<'VectorSetId'>();
export const vectorBlockIdSchema = uuid.brand<'VectorBlockId'>();

export type DocumentId = z.infer<typeof documentIdSchema>;
export type VersionId = z.infer<typeof versionIdSchema>;
export type CitationId = z.infer<typeof citationIdSchema>;
export type PassageId = z.infer<typeof passageIdSchema>;
export type CollectionId = z.infer<typeof collectionIdSchema>;
export type AttachmentId = z.infer<typeof attachmentIdSchema>;
export type RunId = z.infer<typeof runIdSchema>;
export type ScenarioId = z.infer<typeof scenarioIdSchema>;
export type BackupId = z.infer<typeof backupIdSchema>;
export type PersonId = z.infer<typeof personIdSchema>;
export type DepartmentId = z.infer<typeof departmentIdSchema>;
export type AccessClassId = z.infer<typeof accessClassIdSchema>;
export type ChangeId = z.infer<typeof changeIdSchema>;
export type SessionId = z.infer<typeof sessionIdSchema>;
export type IncidentId = z.infer<typeof incidentIdSchema>;
export type ContainmentId = z.infer<typeof containmentIdSchema>;
export type ApiKeyId = z.infer<typeof apiKeyIdSchema>;
export type AnswerBoxId = z.infer<typeof answerBoxIdSchema>;
export type WebhookId = z.infer<typeof webhookIdSchema>;
export type DeliveryId = z.infer<typeof deliveryIdSchema>;
export type SourceId = z.infer<typeof sourceIdSchema>;
export type SourceFileId = z.infer<typeof sourceFileIdSchema>;
export type HoldId = z.infer<typeof holdIdSchema>;
export type ReportId = z.infer<typeof reportIdSchema>;
export type RetentionRunId = z.infer<typeof retentionRunIdSchema>;
export type ModelId = z.infer<typeof modelIdSchema>;
export type ModelStopId = z.infer<typeof modelStopIdSchema>;
export type VectorSetId = z.infer<typeof vectorSetIdSchema>;
export type VectorBlockId = z.infer<typeof vectorBlockIdSchema>;

/** A fresh id, checked and branded by the schema given: `newId(documentIdSchema)`. */
export function newId<Schema extends z.ZodType>(schema: Schema, now: number = Date.now()): z.output<Schema> {
  const time = now.toString(16).padStart(12, '0');
  // Of version 4, whose random bits stand where those of version 7 do.
  const random = crypto.randomUUID();
  return schema.parse(`${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`);
}
