import {
  coverReplan,
  type EngineDeps,
  replanPerson,
  replanRestoredPerson,
  settleWideFact,
} from '@belfry/engine/module';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Person } from '@belfry/people';
import type { PeopleRoutesOptions } from '@belfry/people/module';

/** What the engine does when people change: module people lies below it and knows nothing of schedules. */
export function keepPeople(
  deps: EngineDeps,
  options: { drainWithinMs: number; onDue(): void },
): Pick<PeopleRoutesOptions, 'onPersonChanged' | 'onConsentWithdrawn'> {
  const settle = (tenantId: TenantId, personId: PersonId, close: Parameters<typeof settleWideFact>[0]['close']) =>
    settleWideFact({ ...deps, tenantId, fact: { personId }, close, withinMs: options.drainWithinMs });

  return {
    onPersonChanged: {
      async inTransaction(tx, { before, after }) {
        if (!after) return;
        const now = deps.clock.now();
        await coverReplan(deps.partitions, now);
        if (before) await replanPerson(tx, { personId: after.id, before, after, now });
        else await replanRestoredPerson(tx, { personId: after.id, now });
      },
      async afterCommit({ before, after, tenantId, actor }) {
        options.onDue();
        if (before && !after) {
          return settle(tenantId, before.id, { state: 'cancelled', reason: 'The person was removed.', actor });
        }
        return before && after && mustSettle(before, after) ? settle(tenantId, after.id, null) : { couldNotStop: [] };
      },
    },
    onConsentWithdrawn: (tenantId, personId) => settle(tenantId, personId, null),
  };
}

/** Whether a contact may be under way that the edit forbids: to an address that is no more, or into quiet hours. */
function mustSettle(before: Person, after: Person): boolean {
  const spelt = ({ contactPoints, quietHours, timeZone }: Person) =>
    JSON.stringify([contactPoints.map(({ isOptedOut, ...point }) => point), quietHours, timeZone]);
  return spelt(before) !== spelt(after);
}
