import { dateNamed } from '@belfry/kernel/date-named';
import type { ContactPoint, Person } from './person.ts';
import type { PersonPatch } from './person-patch.ts';

/** What a row of a file changes of somebody who is there already, of one field. It is stored until it is made. */
export interface FieldChange {
  /** Of a request: where the row says it. */
  path: string;
  /** Of addresses, all of whose are one field, in their order. */
  channel?: ContactPoint['channel'];
  from: FieldValue;
  to: FieldValue;
}

type FieldValue = string | null | readonly string[];

/**
 * A row says nothing about what it does not hold: other dates stay, and so do other addresses; those of its addresses that the
 * person lacks take the places of the first of the same channel that it does not hold.
 * @returns empty where all is as it says
 */
export function changesTo(person: Person, row: PersonPatch): FieldChange[] {
  const { contactPoints: given = [], dates = {}, ...fields } = row;
  const channels = new Map(given.map(({ channel }, index) => [channel, index] as const).toReversed());
  const wanted: Omit<FieldChange, 'from'>[] = [
    ...Object.entries(fields).map(([path, to]) => ({ path, to: to as string | null })),
    ...Object.entries(dates).map(([name, to]) => ({ path: `dates.${name}`, to })),
    ...[...channels].map(([channel, index]) => ({
      ...{ path: `contactPoints.${index}.address`, channel },
      to: addressesAfter(addressesOf(person.contactPoints, channel), addressesOf(given, channel)),
    })),
  ];
  return wanted
    .map(({ to, ...field }) => ({ ...field, from: valueIn(person, field), to }))
    .filter(({ from, to }) => !isSame(from, to));
}

/**
 * The edit that makes those changes of them that have not been made yet; null where all have.
 * @returns the path of one whose field is neither as it was nor as it is to be: somebody else has edited it since
 */
export function editOf(
  person: Person,
  changes: readonly FieldChange[],
): { ok: true; patch: PersonPatch | null } | { ok: false; path: string; now: string } {
  const open = changes.filter((change) => !isSame(valueIn(person, change), change.to));
  const overtaken = open.find((change) => !isSame(valueIn(person, change), change.from));
  if (overtaken) return { ok: false, path: overtaken.path, now: [valueIn(person, overtaken) ?? []].flat().join(', ') };
  if (open.length === 0) return { ok: true, patch: null };
  const patch: Record<string, unknown> = {};
  for (const { path, channel, to } of open) {
    const name = dateOf(path);
    if (channel)
      patch.contactPoints = pointsAfter((patch.contactPoints as ContactPoint[]) ?? person.contactPoints, channel, to);
    else if (name !== null) patch.dates = { ...person.dates, ...(patch.dates as object), [name]: to };
    else patch[path] = to;
  }
  return { ok: true, patch };
}

function valueIn(person: Person, { path, channel }: Pick<FieldChange, 'path' | 'channel'>): FieldValue {
  if (channel) return addressesOf(person.contactPoints, channel);
  const name = dateOf(path);
  return name === null ? (person[path as keyof Person] as string | null) : dateNamed(person.dates, name);
}

function dateOf(path: string): string | null {
  return path.startsWith('dates.') ? path.slice('dates.'.length) : null;
}

function isSame(one: FieldValue, other: FieldValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function addressesOf(points: readonly ContactPoint[], of: ContactPoint['channel']): string[] {
  return points.flatMap(({ channel, address }) => (channel === of ? [address] : []));
}

function addressesAfter(stored: readonly string[], given: readonly string[]): string[] {
  const lacking = [...new Set(given)].filter((address) => !stored.includes(address));
  const kept = stored.map((address) => (given.includes(address) ? address : (lacking.shift() ?? address)));
  return [...kept, ...lacking];
}

/** With these addresses in the places of the channel's, and behind all others where there are more. */
function pointsAfter(
  stored: readonly ContactPoint[],
  channel: ContactPoint['channel'],
  to: FieldValue,
): ContactPoint[] {
  const addresses = [to ?? []].flat();
  const points = stored.map((point) => {
    if (point.channel !== channel) return plain(point);
    const address = addresses.shift() ?? point.address;
    return address === point.address ? plain(point) : { channel, address, settings: null };
  });
  return [...points, ...addresses.map((address) => ({ channel, address, settings: null }))];
}

function plain({ channel, address, settings }: ContactPoint): ContactPoint {
  return { channel, address, settings };
}
