import type { PersonId } from '@belfry/kernel/ids';
import { idText, instantText, timeZoneText } from '@belfry/platform/http/answer-fields';
import { idOf, instant } from '@belfry/platform/http/fields';
import { z } from 'zod';
import type { Contact } from '../domain/occurrence.ts';
import type { PolicyWarning } from '../domain/policy-warnings.ts';
import type { SimulatedTurn } from '../domain/simulate-policy.ts';
import type { SimulatedPolicy } from '../usecases/policies/simulate-policy.ts';
import { draftPolicy, warningAnswer } from './policy-schemas.ts';

const request = {
  personId: idOf<PersonId>().meta({ description: 'Whose reminder it would be.' }),
  at: instant.optional().meta({ description: 'When it would fire; absent: now.' }),
  importance: z.enum(['low', 'medium', 'high', 'critical']).default('medium'),
};

export const simulationRequest = z.strictObject(request).meta({ id: 'SimulationRequest' });
export const draftSimulationRequest = z
  .strictObject({ policy: draftPolicy, ...request })
  .meta({ id: 'DraftSimulationRequest' });

const bothClocks = {
  at: instantText,
  local: z.string().meta({ description: 'The same by the wall clock of `timeZone`.' }),
  timeZone: timeZoneText,
};

const contactAnswer = z.object({
  ...bothClocks,
  personId: idText,
  personName: z.string(),
  channel: z.string(),
  address: z.string().nullable(),
  status: z.enum(['planned', 'held-back', 'suppressed', 'unreachable']),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  until: instantText.nullable().meta({ description: 'Held back until then.' }),
  text: z.string(),
});

const turnAnswer = z.object({
  ...bothClocks,
  kind: z.enum(['fired', 'step', 'repeat', 'retry', 'deferred', 'exhausted', 'closed']),
  step: z.int().meta({ description: 'How many steps have been taken by then.' }),
  repeat: z.int().meta({ description: 'How often the present step has been repeated by then.' }),
  reason: z.string().nullable(),
  contacts: z.array(contactAnswer),
});

export const simulationAnswer = z
  .object({
    personId: idText,
    personName: z.string(),
    turns: z.array(turnAnswer),
    isComplete: z.boolean().meta({ description: 'Whether it came to its end, or was cut off.' }),
    warnings: z.array(warningAnswer),
  })
  .meta({ id: 'Simulation' });

export function toSimulationAnswer(
  simulated: SimulatedPolicy,
  warnings: readonly PolicyWarning[],
): z.input<typeof simulationAnswer> {
  const { self, turns, isComplete } = simulated;
  return {
    personId: self.id,
    personName: self.name,
    turns: turns.map((turn) => toTurn(turn, simulated)),
    isComplete,
    warnings: [...warnings],
  };
}

function toTurn({ at, decision }: SimulatedTurn, { self, people }: SimulatedPolicy): z.input<typeof turnAnswer> {
  const { kind, state, stepsTaken, repeatsTaken, reason, contacts } = decision;
  return {
    ...clocksOf(at, self.timeZone),
    kind: kind === 'closed' && state === 'exhausted' ? 'exhausted' : turnAnswer.shape.kind.parse(kind),
    step: stepsTaken,
    repeat: repeatsTaken,
    reason,
    contacts: contacts.map((contact) => ({
      ...clocksOf(at, people.get(contact.personId)?.timeZone ?? self.timeZone),
      ...toContact(contact),
    })),
  };
}

function toContact({ personId, personName, channel, address, problem, text }: Contact) {
  const { code = null, reason = null, until = null } = problem ?? {};
  return { personId, personName, channel, address, status: statusOf(problem), code, reason, until, text };
}

function statusOf(problem: Contact['problem']): z.input<typeof contactAnswer>['status'] {
  if (!problem) return 'planned';
  if (problem.until !== null) return 'held-back';
  return problem.status === 'failed' ? 'unreachable' : 'suppressed';
}

function clocksOf(at: Temporal.Instant, timeZone: string) {
  const local = at.toZonedDateTimeISO(timeZone).toString({ timeZoneName: 'never' });
  return { at: at.toString(), local, timeZone };
}
