import type { PersonId } from '@belfry/kernel/ids';
import { contactChannels } from '@belfry/people';
import { durationText, idText, instantText } from '@belfry/platform/http/answer-fields';
import { duration, idOf, multilineText, text } from '@belfry/platform/http/fields';
import { z } from 'zod';
import type { Policy } from '../domain/policy.ts';
import type { PolicyRecord } from '../store/pg-policies.ts';

const mostSteps = 30;
const mostTargets = 20;

const target = z.strictObject({
  person: z.union([z.literal('self'), idOf<PersonId>()], 'must be "self" or the id of a person'),
  channels: z.array(z.enum(contactChannels)).min(1).max(contactChannels.length),
});

const step = z.strictObject({
  after: duration.meta({ description: 'Since the occurrence fired.' }),
  targets: z.array(target).min(1).max(mostTargets),
  message: multilineText(1000).nullish().meta({ description: 'In place of the usual words.' }),
});

export const newPolicy = z
  .strictObject({
    name: text(100),
    steps: z.array(step).min(1).max(mostSteps),
    onUnknown: z.enum(['again', 'ask']).default('again').meta({
      description: 'For an attempt whose end nobody knows and that no look-up can settle.',
    }),
  })
  .meta({ id: 'NewPolicy' });

export const policyAnswer = z
  .object({
    id: idText,
    name: z.string(),
    version: z.int(),
    steps: z.array(
      z.object({
        after: durationText,
        targets: z.array(z.object({ person: z.string(), channels: z.array(z.string()) })),
        message: z.string().nullable(),
      }),
    ),
    onUnknown: z.enum(['again', 'ask']),
    createdAt: instantText,
  })
  .meta({ id: 'Policy' });

export function toDefinition({ steps, onUnknown }: z.output<typeof newPolicy>): Policy {
  return {
    onUnknown,
    steps: steps.map(({ after, targets, message }) => ({ after: after.toString(), targets, message: message ?? null })),
  };
}

export function toPolicyAnswer(policy: PolicyRecord): z.input<typeof policyAnswer> {
  return { ...policy, createdAt: policy.createdAt.toString() };
}
