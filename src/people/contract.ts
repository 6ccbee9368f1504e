// Departments, people and their roles, and what takes two people.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { changeIdSchema, departmentIdSchema, personIdSchema } from '../base/ids.ts';
import { directoryDecidesSchema, roleSchema } from '../base/roles.ts';
import { loginNameSchema, oneTimeLinkSchema } from '../sign-in/contract.ts';

const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((name) => !name.includes('/'), { message: 'must not contain / (不能含有 /)' });
const reasonSchema = z.string().trim().min(1).max(1000);

export const departmentSchema = z
  .object({
    id: departmentIdSchema,
    parentId: departmentIdSchema.nullable(),
    name: z.string(),
    /** People who belong to it itself. */
    peopleCount: z.number().int(),
    closedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Department' });
export type Department = z.infer<typeof departmentSchema>;

export const personSchema = z
  .object({
    id: personIdSchema,
    loginName: z.string(),
    displayName: z.string(),
    departmentId: departmentIdSchema.nullable(),
    roles: z.array(roleSchema),
    /** The highest grade they may come near. */
    clearance: gradeSchema,
    /** What the institution's directory decides at each sign-in; the name too, unless it is nothing. */
    directoryDecides: directoryDecidesSchema,
    /** `suspended`: closed for the time being, while an incident is looked into. */
    state: z.enum(['invited', 'active', 'suspended', 'left']),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof personSchema>;

const sentenceSchema = z.object({ zh: z.string(), en: z.string() });

const changeSchema = z
  .object({
    id: changeIdSchema,
    kind: z.string(),
    sentence: sentenceSchema,
    reason: z.string(),
    state: z.enum(['waiting', 'applied', 'rejected', 'withdrawn', 'expired']),
    proposedBy: z.string(),
    proposedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    decidedBy: z.string().nullable(),
    decidedAt: z.iso.datetime().nullable(),
    note: z.string().nullable(),
    mayDecide: z.boolean(),
    mayWithdraw: z.boolean(),
  })
  .meta({ id: 'Change' });

const byDepartment = z.object({ departmentId: departmentIdSchema });
const byPerson = z.object({ personId: personIdSchema });
const proposed = z.object({ changeId: changeIdSchema });

export const operations = {
  listDepartments: operation({
    id: 'listDepartments',
    method: 'GET',
    path: '/api/departments',
    permission: 'people.read',
    summary: 'All departments; who lies in which is told by `parentId`',
    input: z.object({}),
    output: z.object({ departments: z.array(departmentSchema) }),
  }),
  createDepartment: operation({
    id: 'createDepartment',
    method: 'POST',
    path: '/api/departments',
    permission: 'people.manage',
    summary: 'Make a department',
    input: z.object({ name: nameSchema, parentId: departmentIdSchema.nullable().default(null) }),
    output: z.object({ department: departmentSchema }),
  }),
  changeDepartment: operation({
    id: 'changeDepartment',
    method: 'PATCH',
    path: '/api/departments/:departmentId',
    permission: 'people.manage',
    summary: 'Rename a department or move it elsewhere in the tree; documents that are inherited down the tree follow',
    input: byDepartment.extend({ name: nameSchema.optional(), parentId: departmentIdSchema.nullable().optional() }),
    output: z.object({ department: departmentSchema }),
  }),
  closeDepartment: operation({
    id: 'closeDepartment',
    method: 'POST',
    path: '/api/departments/:departmentId/close',
    permission: 'people.manage',
    summary: 'Close a department in which nobody is left; its documents stay as they are',
    input: byDepartment,
    output: z.object({ department: departmentSchema }),
  }),
  listPeople: operation({
    id: 'listPeople',
    method: 'GET',
    path: '/api/people',
    permission: 'people.read',
    summary: 'Everybody who has or had an account, by name',
    input: z.object({
      /** This department with those below it. */
      departmentId: departmentIdSchema.optional(),
      name: z.string().max(100).optional(),
      state: z.enum(['invited', 'active', 'suspended', 'left']).optional(),
    }),
    output: z.object({ people: z.array(personSchema) }),
  }),
  invitePerson: operation({
    id: 'invitePerson',
    method: 'POST',
    path: '/api/people',
    permission: 'people.manage',
    summary: 'Make an account with the role of staff; the reply holds its one-time link',
    input: z.object({ loginName: loginNameSchema, displayName: nameSchema, departmentId: departmentIdSchema.nullable().default(null) }),
    output: z.object({ person: personSchema, link: oneTimeLinkSchema }),
  }),
  renewInvitation: operation({
    id: 'renewInvitation',
    method: 'POST',
    path: '/api/people/:personId/link',
    permission: 'people.manage',
    summary: 'A new one-time link for an account, which then chooses a new password',
    input: byPerson,
    output: z.object({ link: oneTimeLinkSchema }),
  }),
  changePerson: operation({
    id: 'changePerson',
    method: 'PATCH',
    path: '/api/people/:personId',
    permission: 'people.manage',
    summary: 'Change a name or a department',
    input: byPerson.extend({ displayName: nameSchema.optional(), departmentId: departmentIdSchema.nullable().optional() }),
    output: z.object({ person: personSchema }),
  }),
  endPersonSessions: operation({
    id: 'endPersonSessions',
    method: 'POST',
    path: '/api/people/:personId/sign-out',
    permission: 'people.manage',
    summary: 'End all sessions of a person, who can sign in again',
    input: byPerson,
    output: z.object({ ended: z.number().int() }),
  }),
  leavePerson: operation({
    id: 'leavePerson',
    method: 'POST',
    path: '/api/people/:personId/leave',
    permission: 'people.manage',
    summary: 'Mark a person as left: sessions end at once, and the account opens no more',
    input: byPerson,
    output: z.object({ person: personSchema }),
  }),
  proposeRoles: operation({
    id: 'proposeRoles',
    method: 'POST',
    path: '/api/people/:personId/roles',
    permission: 'roles.change',
    summary: 'Propose roles and clearance of a person; a security officer decides',
    input: byPerson.extend({ roles: z.array(roleSchema).max(7), clearance: gradeSchema, reason: reasonSchema }),
    output: proposed,
  }),
  proposeSecondFactorReset: operation({
    id: 'proposeSecondFactorReset',
    method: 'POST',
    path: '/api/people/:personId/second-factor/reset',
    permission: 'roles.change',
    summary: 'Propose to take away a second factor that somebody has lost; a security officer decides',
    input: byPerson.extend({ reason: reasonSchema }),
    output: proposed,
  }),
  listChanges: operation({
    id: 'listChanges',
    method: 'GET',
    path: '/api/changes',
    permission: 'changes.read',
    summary: 'Change requests that concern the caller: proposed by him, or his to decide',
    input: z.object({ which: z.enum(['waiting', 'ended']).default('waiting'), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    output: z.object({ changes: z.array(changeSchema) }),
  }),
  decideChange: operation({
    id: 'decideChange',
    method: 'POST',
    path: '/api/changes/:changeId/decision',
    permission: 'changes.read',
    summary: 'Approve or reject what another person proposed',
    input: z.object({ changeId: changeIdSchema, decision: z.enum(['approve', 'reject']), note: z.string().trim().max(1000).optional() }),
    output: z.object({}),
  }),
  withdrawChange: operation({
    id: 'withdrawChange',
    method: 'POST',
    path: '/api/changes/:changeId/withdraw',
    permission: 'changes.read',
    summary: 'Take back what one proposed oneself',
    input: z.object({ changeId: changeIdSchema }),
    output: z.object({}),
  }),
};
