import type { Contact, ContactProblem } from '../occurrence.ts';
import { QUIET_HOURS } from '../outcome-codes.ts';
import { canWait, quietUntil } from '../quiet-hours.ts';
import { recipientOf } from '../resolve-targets.ts';
import { type ThrottleEntry, throttleContacts } from '../throttle.ts';
import { earliest } from './lateness.ts';
import type { TurnContext } from './turn-context.ts';

export interface HeldBack {
  contacts: Contact[];
  throttled: ThrottleEntry[];
}

/**
 * When all whom the contacts could reach are in their quiet hours: the instant at which the first of them wakes, and
 * whose it is. null where somebody may be contacted now, or nobody can be at all.
 */
export function allQuiet(
  context: TurnContext,
  contacts: readonly Contact[],
): { until: Temporal.Instant; reason: string } | null {
  const reachable = contacts.filter(({ address }) => address !== null);
  const ends = reachable.flatMap((contact) => quietEnd(context, contact) ?? []);
  if (ends.length === 0 || ends.length < reachable.length) return null;
  const until = earliest(ends.map((end) => end.until));
  return ends.find((end) => end.until === until) ?? null;
}

/** Withholds what may not go out now: by the tenant's choice, by quiet hours (until they end), by the throttle. */
export function holdBack(context: TurnContext, contacts: readonly Contact[]): HeldBack {
  const awake = contacts.map((contact) => {
    if (contact.address === null) return contact;
    const reason = 'Delivery is switched off.';
    if (context.isDeliveryDisabled)
      return withhold(contact, { code: 'contact.delivery-disabled', reason, until: null });
    const quiet = quietEnd(context, contact);
    return quiet
      ? withhold(contact, { code: QUIET_HOURS, reason: quiet.reason, until: quiet.until.toString() })
      : contact;
  });
  const { now, schedule, throttle } = context;
  if (!throttle || !canWait(schedule.importance)) return { contacts: awake, throttled: [] };
  const { contacts: kept, entries } = throttleContacts(awake, { now, ...throttle, isDigest: schedule.isDigest });
  return { contacts: kept, throttled: entries };
}

/** When what was held back until an instant is to be tried again. */
export function heldUntil(contacts: readonly Contact[]): Temporal.Instant[] {
  return contacts.flatMap(({ problem }) => (problem?.until ? [Temporal.Instant.from(problem.until)] : []));
}

export function withhold(contact: Contact, problem: Omit<ContactProblem, 'status'>): Contact {
  return { ...contact, address: null, problem: { status: 'suppressed', ...problem } };
}

function quietEnd(context: TurnContext, contact: Contact): { until: Temporal.Instant; reason: string } | null {
  const person = recipientOf(context, contact.personId);
  if (!person || !canWait(context.schedule.importance)) return null;
  const until = quietUntil(person.quietHours, person.timeZone, context.now);
  if (!until) return null;
  const local = until.toZonedDateTimeISO(person.timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
  return { until, reason: `${person.name} has quiet hours until ${local} ${person.timeZone}.` };
}
