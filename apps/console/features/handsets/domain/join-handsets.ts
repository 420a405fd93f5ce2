import type { Handset, Person } from '@belfry/sdk';

/** A handset, and whose it is as far as that is known. */
export interface OwnedHandset {
  address: string;
  channel: Handset['channel'] | Person['contactPoints'][number]['channel'];
  personName: string | null;
  timeZone: string | null;
}

interface Owner extends Pick<Person, 'name' | 'timeZone'> {
  contactPoints: readonly Pick<Person['contactPoints'][number], 'channel' | 'address'>[];
}

/**
 * The sandbox knows addresses, the directory knows people. First the handsets that something was sent to, the latest
 * first, then those of people who have not been reached yet: they too can send.
 */
export function joinHandsets(
  handsets: readonly Pick<Handset, 'address' | 'channel'>[],
  people: readonly Owner[],
): OwnedHandset[] {
  const owned = people.flatMap(({ name, timeZone, contactPoints }) =>
    contactPoints.map(({ channel, address }): OwnedHandset => ({ address, channel, personName: name, timeZone })),
  );
  const ownerOf = new Map(owned.map((handset) => [handset.address, handset]));
  const reached = handsets.map(({ address, channel }): OwnedHandset => {
    const owner = ownerOf.get(address);
    return { address, channel, personName: owner?.personName ?? null, timeZone: owner?.timeZone ?? null };
  });
  const known = new Set(reached.map((handset) => handset.address));
  return [...reached, ...[...ownerOf.values()].filter((handset) => !known.has(handset.address))];
}
