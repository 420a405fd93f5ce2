import type { PersonId } from '@belfry/kernel/ids';
import { contactChannels } from '@belfry/people';
import { durationText, idText, instantText } from '@belfry/platform/http/answer-fields';
import { duration, idOf, multilineText, positiveDuration, text } from '@belfry/platform/http/fields';
import { z } from 'zod';
import { type Policy, type RoleTarget, type Target, usualPatience } from '../domain/policy.ts';
import type { PolicyWarning } from '../domain/policy-warnings.ts';
import type { PolicyRecord } from '../store/policies/pg-policies.ts';
import type { PolicyVersionRecord } from '../store/policies/pg-policy-history.ts';

const mostSteps = 30;
const mostTargets = 20;
const mostRepeats = 100;

const role = z
  .string()
  .max(45)
  .regex(/^role:[a-z0-9]+(-[a-z0-9]+)*$/)
  .meta({
    description: 'All who hold it and consented, by priority; `role:contact` is any role.',
  }) as unknown as z.ZodType<RoleTarget, string>;

const person = z.union(
  [z.literal('self'), idOf<PersonId>(), role],
  'must be "self", the id of a person, or a role such as "role:caregiver"',
);

const target = z.strictObject({
  person,
  channels: z.array(z.enum(contactChannels)).min(1).max(contactChannels.length).meta({
    description: 'In order of preference; the first that reaches the person is taken, the next where it fails.',
  }),
});

const repeat = z.strictObject({
  every: positiveDuration.meta({ description: 'At least PT1M.' }),
  times: z.int().min(1).max(mostRepeats),
});

const step = z.strictObject({
  after: duration.meta({ description: 'Since the occurrence fired.' }),
  targets: z.array(target).min(1).max(mostTargets),
  message: multilineText(1000).nullish().meta({ description: 'In place of the usual words.' }),
  repeat: repeat.nullish().meta({ description: 'The step again, until the next step comes.' }),
});

const definition = {
  steps: z.array(step).min(1).max(mostSteps),
  fallback: z
    .union([target, person], 'must be a target {person, channels}, or the id of a person')
    .nullish()
    .meta({ description: 'Told, beside the person, when nobody answered; a person alone by any channel.' }),
  repageAfter: positiveDuration.nullish().meta({
    description: 'Acknowledged and not completed for so long, at least PT1M: it begins anew.',
  }),
  patience: duration
    .default(() => Temporal.Duration.from(usualPatience))
    .meta({
      description: 'How long after the last contact an answer is still waited for.',
    }),
  onUnknown: z.enum(['again', 'ask']).default('again').meta({
    description: 'For an attempt whose end nobody knows and that no look-up can settle.',
  }),
};

export const newPolicy = z.strictObject({ name: text(100), ...definition }).meta({ id: 'NewPolicy' });
/** One that has not been saved: its name is of no importance. */
export const draftPolicy = z.strictObject({ name: text(100).optional(), ...definition }).meta({ id: 'DraftPolicy' });

const targetAnswer = z.object({ person: z.string(), channels: z.array(z.string()) });

export const warningAnswer = z
  .object({ path: z.string().meta({ examples: ['steps.0.targets.1.person'] }), message: z.string() })
  .meta({ id: 'PolicyWarning' });

const policyFields = {
  id: idText,
  name: z.string(),
  version: z.int(),
  steps: z.array(
    z.object({
      after: durationText,
      targets: z.array(targetAnswer),
      message: z.string().nullable(),
      repeat: z.object({ every: durationText, times: z.int() }).nullable(),
    }),
  ),
  fallback: targetAnswer.nullable(),
  repageAfter: durationText.nullable(),
  patience: durationText,
  onUnknown: z.enum(['again', 'ask']),
};

export const policyAnswer = z
  .object({
    ...policyFields,
    createdAt: instantText,
    warnings: z.array(warningAnswer).meta({ description: 'What would reach nobody as things stand.' }),
  })
  .meta({ id: 'Policy' });

export const policyVersionAnswer = z
  .object({
    ...policyFields,
    createdAt: instantText.meta({ description: 'When this version was saved.' }),
    occurrencesUnderWay: z
      .int()
      .meta({ description: 'How many still run by it; one keeps the version it began with.' }),
  })
  .meta({ id: 'PolicyVersion' });

export function toDefinition(body: z.output<typeof draftPolicy>): Policy {
  return {
    steps: body.steps.map(({ after, targets, message, repeat: again }) => ({
      after: after.toString(),
      targets,
      message: message ?? null,
      repeat: again ? { every: again.every.toString(), times: again.times } : null,
    })),
    fallback: toFallback(body.fallback ?? null),
    repageAfter: body.repageAfter?.toString() ?? null,
    patience: body.patience.toString(),
    onUnknown: body.onUnknown,
  };
}

function toFallback(given: Target | Target['person'] | null): Target | null {
  return typeof given === 'string' ? { person: given, channels: [...contactChannels] } : given;
}

export function toPolicyAnswer(policy: PolicyRecord, warnings: readonly PolicyWarning[]): z.input<typeof policyAnswer> {
  return { ...policy, createdAt: policy.createdAt.toString(), warnings: [...warnings] };
}

export function toPolicyVersionAnswer(record: PolicyVersionRecord): z.input<typeof policyVersionAnswer> {
  return { ...record, createdAt: record.createdAt.toString() };
}
