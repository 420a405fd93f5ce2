import { firesFrom, type KeptSchedule, nextSlots, type Timing } from '@belfry/engine/module';
import { localDateOf, type TimeZone } from '@belfry/kernel/time-zone';
import { dateOf, type Greeted } from '../domain/greetings-of.ts';

interface Asked {
  schedule: Pick<KeptSchedule, 'rule' | 'localTime'>;
  field: string;
  person: Pick<Greeted, 'birthDate' | 'anniversaryDate' | 'dates'>;
  zone: TimeZone;
  now: Temporal.Instant;
}

/**
 * The day of somebody's next greeting, today included, by the rule by which it is planned. Of one that does not come again the
 * day of its date; today where they have none.
 */
export function nextOn({ schedule, field, person, zone, now }: Asked): Temporal.PlainDate {
  const date = dateOf(person, field);
  if (date === null) return localDateOf(now, zone);
  const timing: Timing = { ...schedule, zone, dates: { [field]: date }, holidays: new Map() };
  return Temporal.PlainDate.from(nextSlots(timing, firesFrom(timing, now), 1).slots[0]?.day ?? date);
}
