import type { PersonId } from '@belfry/kernel/ids';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Step, Target } from '../../domain/policy.ts';
import { simulatePolicyFor } from '../../usecases/policies/simulate-policy.ts';
import { EngineFixture } from '../engine-fixture.ts';
import { liveUntil } from '../live-until.ts';

test('what a simulation says is what the engine then does', async () => {
  await using belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  const ann = await belfry.addPerson({ sms: '+12025550101', email: 'ann@example.com' });
  const bob = await belfry.addPerson({ name: 'Bob', sms: '+12025550102', timeZone: 'Asia/Tokyo' });
  await belfry.addRelation(ann, bob);
  const target = fc.record<Target>({
    person: fc.constantFrom<Target['person']>('self', bob.id, 'role:caregiver', 'role:nobody'),
    channels: fc.constantFrom<string[]>(['sms'], ['email', 'sms'], ['email']),
  });
  const step = fc.record({
    after: fc.constantFrom('PT0S', 'PT7M', 'PT40M', 'PT3H'),
    targets: fc.array(target, { minLength: 1, maxLength: 2 }),
    repeat: fc.option(fc.record({ every: fc.constantFrom('PT3M', 'PT1H'), times: fc.integer({ min: 1, max: 3 }) })),
  });
  const hours = fc.constantFrom('00:00', '08:30', '09:20', '12:00', '18:00', '22:00');
  const given = fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 3 }),
    fallback: fc.option(target),
    quiet: fc.record({ start: hours, end: hours }),
    importance: fc.constantFrom('low', 'medium', 'critical'),
  });
  await fc.assert(
    fc.asyncProperty(given, async ({ steps, fallback, quiet, importance }) => {
      for (const person of [ann, bob]) await belfry.setQuietHours(person, quiet);
      const inOrder: Omit<Step, 'message'>[] = steps.toSorted((a, b) => Temporal.Duration.compare(a.after, b.after));
      const policy = await belfry.addPolicy(inOrder, 'again', { fallback });
      await belfry.addSchedule(ann, { policyId: policy.id, importance, title: 'A reminder' });
      const [first] = await belfry.due();
      const at = belfry.clock.now();
      const simulated = await belfry.asTenant((tx) =>
        simulatePolicyFor({
          tx,
          policy,
          personId: ann.id as PersonId,
          at,
          importance,
          now: at,
          canSend: (name) => belfry.deps.channels.has(name),
        }),
      );
      // With quiet hours that leave an hour of each day a turn may take three days.
      await liveUntil(belfry, at.add({ hours: 7 * 24 }).toString());
      const chain = await belfry.chainOf(first!);
      const line = (when: Temporal.Instant, turn: Pick<(typeof chain)[0], 'kind' | 'contacts'>) =>
        `${when} ${turn.kind} ${turn.contacts.map((c) => `${c.personName} ${c.address ?? c.problem?.code}`).join(', ')}`;
      expect(chain.map((turn) => line(turn.at, turn))).toEqual(
        simulated.turns.map((turn) => line(turn.at, turn.decision)),
      );
      expect(chain.at(-1)?.state).toBe('exhausted');
    }),
    { numRuns: 15 },
  );
}, 60_000);
