import {
  coverReplan,
  type EngineDeps,
  personRemoved,
  promptLane,
  replanPerson,
  replanRestoredPerson,
  settleWideFact,
} from '@belfry/engine/module';
import { coverGreetings, greetNewcomers, holdGreetings, keepGreetings } from '@belfry/greetings/module';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Person, PersonChangePort } from '@belfry/people';
import type { PeopleRoutesOptions } from '@belfry/people/module';
import type { ChangeFeed } from '@belfry/platform/changes';

/** What the engine and the systems do when people change: module people lies below them and knows nothing of schedules. */
export function keepPeople(
  deps: EngineDeps,
  options: {
    drainWithinMs: number;
    onDue(): void;
    /** What is planned for people of the tenant's, and what they are called where it is shown. */
    onReplanned(tenantId: TenantId): void;
  },
): Pick<PeopleRoutesOptions, 'onPersonChanged' | 'onConsentWithdrawn'> {
  const settle = (tenantId: TenantId, personId: PersonId, close: Parameters<typeof settleWideFact>[0]['close']) =>
    settleWideFact({ ...deps, tenantId, fact: { personId }, close, withinMs: options.drainWithinMs });

  return {
    onPersonChanged: {
      onAdded: keepAdded(deps),
      inTransaction: keepEdited(deps),
      async afterCommit({ before, after, tenantId, actor }) {
        options.onDue();
        options.onReplanned(tenantId);
        if (before && !after) {
          return settle(tenantId, before.id, { state: 'cancelled', reason: personRemoved, actor });
        }
        return before && after && mustSettle(before, after) ? settle(tenantId, after.id, null) : { couldNotStop: [] };
      },
    },
    onConsentWithdrawn: (tenantId, personId) => settle(tenantId, personId, null),
  };
}

/** To whoever looks at schedules and what is due of them, or at greetings: many may have moved. */
export function publishReplanned(changes: Pick<ChangeFeed, 'publish'>, tenantId: TenantId): void {
  changes.publish({ tenantId, topic: 'schedules' });
  changes.publish({ tenantId, topic: 'greetings' });
}

/** Whether a contact may be under way that the edit forbids: to an address or of a date that is no more, or into quiet hours. */
function mustSettle(before: Person, after: Person): boolean {
  const spelt = ({ contactPoints, quietHours, timeZone, birthDate, anniversaryDate, dates }: Person) =>
    JSON.stringify([
      contactPoints.map(({ isOptedOut, ...point }) => point),
      ...[quietHours, timeZone, birthDate, anniversaryDate, dates],
    ]);
  return spelt(before) !== spelt(after);
}

/** What is planned for somebody follows them. */
export function keepEdited(deps: Pick<EngineDeps, 'clock' | 'partitions'>): PersonChangePort['inTransaction'] {
  return async (tx, { tenantId, before, after }) => {
    if (!after) return;
    const now = deps.clock.now();
    await coverReplan(deps.partitions, now);
    await holdGreetings(tx, tenantId, after.id);
    if (before) await replanPerson(tx, { personId: after.id, before, after, now });
    else await replanRestoredPerson(tx, { personId: after.id, now });
    await keepGreetings({ tx, tenantId, now, lane: promptLane }, [after.id]);
  };
}

/** People who are added begin to have what the systems keep for everybody. */
export function keepAdded(deps: Pick<EngineDeps, 'clock' | 'partitions'>): PersonChangePort['onAdded'] {
  return async (tx, { tenantId, people }) => {
    const now = deps.clock.now();
    await coverGreetings(deps, now);
    await greetNewcomers(
      { tx, tenantId, now, lane: promptLane },
      people.map(({ timeZone, ...person }) => ({ ...person, zone: timeZone })),
    );
  };
}
