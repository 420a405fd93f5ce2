import type { Unwritten } from '@belfry/engine/module';
import { placeLocal, type TimeZone } from '@belfry/kernel/time-zone';
import { dateOf, type Greeted, type Occasions } from './greetings-of.ts';
import type { Kind } from './kind.ts';

/** By what holds now: what is planned may be of before, until a change has reached everybody. */
export interface Asked {
  occasions: Pick<Occasions, 'settings' | 'kinds'>;
  /** By its name. */
  kind: string;
  person: Pick<Greeted, 'birthDate' | 'anniversaryDate' | 'dates' | 'own'> & { timeZone: string };
  /** Which year's it is, and on which day. */
  year: number;
  day: string;
}

/** Why somebody is not to be greeted after all, or null. */
export function whyNotGreeted(asked: Asked): Unwritten | null {
  const { occasions, person, day } = asked;
  const kind = kindIn(asked);
  if (!occasions.settings.isEnabled) return suppressed('switched-off', 'Nobody is greeted any more.');
  if (!kind?.isEnabled || kind.isRemoved) return suppressed('kind-off', 'Nobody is greeted on this occasion any more.');
  if (person.own.isMuted) return suppressed('muted', 'The person is not greeted any more.');
  if (celebratedOn(asked, kind) === day) return null;
  return suppressed('not-today', 'By the date that holds now it is not on this day.');
}

/** Whether its hour, as it is now, is still to come. */
export function isTooEarly(asked: Asked, now: Temporal.Instant): boolean {
  const { occasions, person, day } = asked;
  const at = instantOf(
    day,
    person.own.sendTime ?? kindIn(asked)?.sendTime ?? occasions.settings.sendTime,
    person.timeZone,
  );
  return at !== null && Temporal.Instant.compare(now, at) < 0;
}

/** Many of those who are greeted at once are of one zone. */
let lastPlaced = { key: '', at: null as Temporal.Instant | null };

/** null where the zone has left the day out. */
function instantOf(day: string, time: string, zone: string): Temporal.Instant | null {
  const key = `${day} ${time} ${zone}`;
  if (key !== lastPlaced.key) {
    const local = Temporal.PlainDateTime.from(`${day}T${time}`);
    const [placed] = placeLocal(local, zone as TimeZone, { gap: 'later', overlap: 'first' }).times;
    lastPlaced = { key, at: placed?.at ?? null };
  }
  return lastPlaced.at;
}

function kindIn({ occasions, kind: name }: Asked) {
  return occasions.kinds.find((kind) => kind.name === name);
}

/** YYYY-MM-DD; null in a year in which it is not celebrated. */
function celebratedOn({ occasions, person, year }: Asked, { field, recurrence }: Kind): string | null {
  const date = dateOf(person, field);
  if (date === null) return null;
  const [first, monthDay] = [Number(date.slice(0, 4)), date.slice(5)];
  if (year < first || (recurrence === 'once' && year !== first)) return null;
  if (monthDay !== '02-29') return `${String(year).padStart(4, '0')}-${monthDay}`;
  const leapDay = person.own.leapDay ?? occasions.settings.leapDay;
  const day = Temporal.PlainDate.from(date).with({ year });
  // The 28th in a common year otherwise.
  return (leapDay === 'march-1' && !day.inLeapYear ? day.add({ days: 1 }) : day).toString();
}

function suppressed(code: string, reason: string): Unwritten {
  return { withheld: { status: 'suppressed', code: `greeting.${code}`, reason } };
}
