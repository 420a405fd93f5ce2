import type { PersonId } from '@belfry/kernel/ids';
import { idText, instantText } from '@belfry/platform/http/answer-fields';
import { idOf } from '@belfry/platform/http/fields';
import { z } from 'zod';
import { type ConsentEvent, consents, privacies, type Relationship, reservedRoles } from '../domain/relationship.ts';
import { couldNotStop } from './person-schemas.ts';

const word = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a word of a–z, 0–9 and hyphens, such as caregiver');

const role = word.refine((name) => !reservedRoles.includes(name), 'must not be self or contact: these are reserved');

const permissions = z
  .array(word)
  .max(20)
  .transform((words) => [...new Set(words)])
  .meta({ description: 'Words of yours: what this person may do and see.' });

const priority = z.int().min(1).max(10_000).meta({ description: '1 is asked first.' });

export const newRelationship = z
  .strictObject({
    personId: idOf<PersonId>().meta({ description: 'Who stands by the person of the address.' }),
    role,
    permissions: permissions.default([]),
    consent: z.enum(consents).default('pending').meta({ description: 'Only with `granted` a role resolves to them.' }),
    priority: priority.nullish().meta({ description: '1 is asked first; absent: after all others.' }),
    privacy: z.enum(privacies).default('title').meta({ description: 'What they are shown: the title alone, or all.' }),
  })
  .meta({ id: 'NewRelationship' });

export const relationshipPatch = z
  .strictObject({ role, permissions, consent: z.enum(consents), priority, privacy: z.enum(privacies) })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name a field to change')
  .meta({ id: 'RelationshipPatch' });

export const relationshipAnswer = z
  .object({
    id: idText,
    forPersonId: idText.meta({ description: 'Whose caregiver, daughter or neighbour it is.' }),
    personId: idText,
    personName: z.string(),
    role: z.string(),
    permissions: z.array(z.string()),
    consent: z.enum(consents),
    priority: z.int(),
    privacy: z.enum(privacies),
    version: z.int(),
    createdAt: instantText,
  })
  .meta({ id: 'Relationship' });

export const relationshipChangeAnswer = relationshipAnswer.extend({ couldNotStop }).meta({ id: 'RelationshipChange' });

export const consentEventAnswer = z
  .object({
    id: idText,
    at: instantText,
    kind: z.enum(['opted-out', 'opted-in', 'requested', 'granted', 'withdrawn']),
    channel: z.string().nullable(),
    address: z.string().nullable(),
    personId: idText.nullable(),
    relationshipId: idText.nullable(),
    actor: z.object({ type: z.enum(['key', 'user', 'person']), id: z.string(), name: z.string(), via: z.string() }),
    evidence: z.string().nullable(),
  })
  .meta({ id: 'ConsentEvent' });

export function toRelationshipAnswer(relationship: Relationship): z.input<typeof relationshipAnswer> {
  return { ...relationship, createdAt: relationship.createdAt.toString() };
}

export function toConsentEventAnswer(event: ConsentEvent): z.input<typeof consentEventAnswer> {
  return { ...event, at: event.at.toString() };
}
