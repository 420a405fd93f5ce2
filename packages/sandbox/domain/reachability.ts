import type { Persona } from './persona.ts';

export type Reachability =
  | { isReachable: true }
  /** `until`: when it will be reachable again; null: nobody knows. */
  | { isReachable: false; until: Temporal.Instant | null };

/** Whether the device is on at that instant. */
export function reachabilityOf(persona: Persona, at: Temporal.Instant): Reachability {
  if (persona.name === 'unreachable') return { isReachable: false, until: null };
  if (persona.name !== 'unreachable-at-night') return { isReachable: true };
  const from = Temporal.PlainTime.from(persona.from);
  const to = Temporal.PlainTime.from(persona.to);
  const local = at.toZonedDateTimeISO(persona.zone);
  const now = local.toPlainTime();
  const isBefore = (a: Temporal.PlainTime, b: Temporal.PlainTime) => Temporal.PlainTime.compare(a, b) < 0;
  const isOvernight = isBefore(to, from);
  const isNight = isOvernight ? !isBefore(now, from) || isBefore(now, to) : !isBefore(now, from) && isBefore(now, to);
  if (!isNight) return { isReachable: true };
  const morning = isOvernight && !isBefore(now, from) ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  const until = morning.toZonedDateTime({ timeZone: persona.zone, plainTime: to }).toInstant();
  return { isReachable: false, until };
}
