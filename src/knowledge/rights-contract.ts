// Rights on documents explained and changed: who can see it and why, who is let in besides, and lowering a grade.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { grantSchema } from '../base/grant.ts';
import {
  accessClassIdSchema,
  changeIdSchema,
  collectionIdSchema,
  departmentIdSchema,
  documentIdSchema,
  personIdSchema,
} from '../base/ids.ts';
import { roleSchema } from '../base/roles.ts';

/** A rule of the policy, as a sentence. */
const ruleSchema = z.object({ id: z.string(), zh: z.string(), en: z.string() }).meta({ id: 'RuleSentence' });

const namedGrantSchema = z
  .object({
    grant: grantSchema,
    /** Of the person or department; a role is named by the reader's language. */
    name: z.string(),
    of: z.enum(['document', 'collection']),
  })
  .meta({ id: 'NamedGrant' });
export type NamedGrant = z.infer<typeof namedGrantSchema>;

const readerSchema = z
  .object({
    id: personIdSchema,
    displayName: z.string(),
    department: z.string(),
    departmentId: departmentIdSchema.nullable(),
    roles: z.array(roleSchema),
    mayWrite: z.boolean(),
    rules: z.array(ruleSchema),
  })
  .meta({ id: 'DocumentReader' });

const readersSchema = z.object({
  /** At most 200, by name. */
  readers: z.array(readerSchema),
  readerCount: z.number().int(),
});

const placeSchema = z.object({
  grade: gradeSchema,
  /** From the top down to the owner; empty when nobody owns it. */
  ownerPath: z.array(z.object({ id: departmentIdSchema, name: z.string() })),
  collection: z.object({ id: collectionIdSchema, name: z.string() }),
});

export const documentRightsSchema = z
  .object({
    place: placeSchema,
    mine: z.object({
      mayRead: z.boolean(),
      mayWrite: z.boolean(),
      mayManage: z.boolean(),
      /** Why the caller can see it. Empty on a site of one person, who owns everything. */
      rules: z.array(ruleSchema),
    }),
    /** Who is let in and who can see it: only for those who look after rights. */
    all: readersSchema.extend({ grants: z.array(namedGrantSchema) }).nullable(),
  })
  .meta({ id: 'DocumentRights' });
export type DocumentRights = z.infer<typeof documentRightsSchema>;

const reasonSchema = z.string().trim().min(1).max(1000);
export const rightsClassSchema = placeSchema
  .extend({ id: accessClassIdSchema, grants: z.array(namedGrantSchema), documentCount: z.number().int() })
  .meta({ id: 'RightsClass' });
export type RightsClass = z.infer<typeof rightsClassSchema>;

const byDocument = z.object({ documentId: documentIdSchema });

export const rightsOperations = {
  getDocumentRights: operation({
    id: 'getDocumentRights',
    method: 'GET',
    path: '/api/documents/:documentId/rights',
    permission: 'rights.explain',
    summary: 'Why the caller can see a document; for those who look after rights also who else can',
    input: byDocument,
    output: documentRightsSchema,
  }),
  setDocumentGrants: operation({
    id: 'setDocumentGrants',
    method: 'PUT',
    path: '/api/documents/:documentId/grants',
    permission: 'rights.manage',
    summary: 'Who is let into a document besides those whom its grade and department let in',
    input: byDocument.extend({ grants: z.array(grantSchema).max(100) }),
    output: documentRightsSchema,
  }),
  proposeLowerGrade: operation({
    id: 'proposeLowerGrade',
    method: 'POST',
    path: '/api/documents/:documentId/lower-grade',
    permission: 'grades.lower',
    summary: 'Propose a lower grade for a document; another person decides',
    input: byDocument.extend({ grade: gradeSchema, reason: reasonSchema }),
    output: z.object({ changeId: changeIdSchema }),
  }),
  listRights: operation({
    id: 'listRights',
    method: 'GET',
    path: '/api/rights',
    permission: 'rights.read',
    summary: 'Under which rights how many documents stand, as far as the caller may look at rights',
    input: z.object({}),
    output: z.object({ classes: z.array(rightsClassSchema) }),
  }),
  getClassReaders: operation({
    id: 'getClassReaders',
    method: 'GET',
    path: '/api/rights/:classId/readers',
    permission: 'rights.read',
    summary: 'Who can see the documents that stand under the same rights, and by which rule',
    input: z.object({ classId: accessClassIdSchema }),
    output: readersSchema,
  }),
  listCollectionGrants: operation({
    id: 'listCollectionGrants',
    method: 'GET',
    path: '/api/collection-grants',
    permission: 'collections.grant',
    summary: 'Every collection by name, with who is let into all its documents',
    input: z.object({}),
    output: z.object({
      collections: z.array(z.object({ id: collectionIdSchema, name: z.string(), grants: z.array(namedGrantSchema) })),
    }),
  }),
  setCollectionGrants: operation({
    id: 'setCollectionGrants',
    method: 'PUT',
    path: '/api/collections/:collectionId/grants',
    permission: 'collections.grant',
    summary: 'Who is let into every document of a collection',
    input: z.object({ collectionId: collectionIdSchema, grants: z.array(grantSchema).max(100), reason: reasonSchema }),
    output: z.object({ grants: z.array(namedGrantSchema) }),
  }),
};
