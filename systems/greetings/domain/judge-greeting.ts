import type { NotBefore, Unwritten } from '@belfry/engine/module';
import { compareInstants } from '@belfry/kernel/instants';
import { localDateOf, placeLocal, type TimeZone } from '@belfry/kernel/time-zone';
import { dateOf, type Greeted, type Occasions } from './greetings-of.ts';
import type { Kind } from './kind.ts';

/** By what holds now: what is planned may be of before, until a change has reached everybody. */
export interface Asked {
  occasions: Pick<Occasions, 'settings' | 'kinds'>;
  /** By its name. */
  kind: string;
  person: Pick<Greeted, 'birthDate' | 'anniversaryDate' | 'dates' | 'own'> & { timeZone: string };
  /** Which year's it is, and for which day it is on its way. */
  year: number;
  day: string;
}

/** Celebrated on this day. */
export interface Greetable {
  on: string;
}

/**
 * Whether a greeting goes out now: at the hour of its day, and on that day; later only where it has been on its way since then, put
 * off or tried again. Before the hour it waits.
 */
export function judgeGreeting(asked: Asked, now: Temporal.Instant): Greetable | NotBefore | Unwritten {
  const { occasions, person, day } = asked;
  const kind = kindIn(asked);
  if (!occasions.settings.isEnabled) return suppressed('switched-off', 'Nobody is greeted any more.');
  if (!kind?.isEnabled || kind.isRemoved) return suppressed('kind-off', 'Nobody is greeted on this occasion any more.');
  if (person.own.isMuted) return suppressed('muted', 'The person is not greeted any more.');
  const on = celebratedOn(asked, kind);
  if (on === null) return notToday;
  const at = instantOf(on, person.own.sendTime ?? kind.sendTime ?? occasions.settings.sendTime, person.timeZone);
  if (at !== null && compareInstants(now, at) < 0) return { notBefore: at };
  return on === day || localDateOf(now, person.timeZone as TimeZone).toString() === on ? { on } : notToday;
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

const notToday = suppressed('not-today', 'By the date that holds now it is not on this day.');
