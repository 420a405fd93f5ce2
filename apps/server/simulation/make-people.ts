import { type SeededRandom, seededRandom } from '@belfry/kernel/seeded-random';
import { inTheOthers, peopledZones } from './zones.ts';

/** Somebody who does not exist, at an address that nobody can have (RFC 2606). */
export interface MadeUpPerson {
  externalId: string;
  firstName: string;
  lastName: string;
  email: string;
  timeZone: string;
  /** Of a year from 18 to 70 before `today`; null: unknown. */
  birthDate: Temporal.PlainDate | null;
  /** When they began; null: unknown. */
  anniversaryDate: Temporal.PlainDate | null;
}

interface MakeOptions {
  count: number;
  /** The same makes the same people, whatever zones and names they have. */
  seed: number;
  today: Temporal.PlainDate;
  /** Before each external id and address, so that several lots do not meet. */
  prefix: string;
}

/**
 * People as organisations have them: over all time zones by how many live there, born a little more often in late summer, and
 * with them everybody of 29 February; more of them begun in recent years, many on the first of a month.
 */
export function* makePeople({ count, seed, today, prefix }: MakeOptions): Generator<MadeUpPerson> {
  const random = seededRandom(seed);
  const zoneOf = zonePicker();
  for (let n = 0; n < count; n++) {
    const [firstName, lastName] = [random.pick(firstNames), random.pick(lastNames)];
    yield {
      externalId: `${prefix}${n}`,
      firstName,
      lastName,
      email: `${prefix}${n}@people.example`,
      timeZone: zoneOf(random),
      birthDate: random.next() < 0.97 ? birthDate(random, today) : null,
      anniversaryDate: random.next() < 0.9 ? firstDay(random, today) : null,
    };
  }
}

function zonePicker(): (random: SeededRandom) => string {
  const known = new Set(peopledZones.map(([zone]) => zone));
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => !known.has(zone));
  const zones = [...peopledZones, ...others.map((zone) => [zone, inTheOthers / others.length] as const)];
  let sum = 0;
  const sums = zones.map(([, millions]) => {
    sum += millions;
    return sum;
  });
  return (random) => {
    const at = random.next() * sum;
    let [least, most] = [0, sums.length - 1];
    while (least < most) {
      const middle = (least + most) >> 1;
      if ((sums[middle] ?? 0) > at) most = middle;
      else least = middle + 1;
    }
    return zones[least]?.[0] ?? 'UTC';
  };
}

/** In the middle of September, and by how much more than on average are born then. */
const mostBornOn = 258;
const bornMore = 0.06;

function birthDate(random: SeededRandom, today: Temporal.PlainDate): Temporal.PlainDate {
  for (;;) {
    const date = today.subtract({ days: random.between(18 * 365 + 5, 70 * 365) });
    const weight = 1 + bornMore * Math.cos(((date.dayOfYear - mostBornOn) / 365) * 2 * Math.PI);
    if (random.next() * (1 + bornMore) < weight) return date;
  }
}

/** Half of all who are there have come within the last four years. */
const halfSinceYears = 4;

function firstDay(random: SeededRandom, today: Temporal.PlainDate): Temporal.PlainDate {
  const years = Math.min(35, -Math.log2(1 - random.next()) * halfSinceYears);
  const date = today.subtract({ days: Math.round(years * 365.25) });
  return random.next() < 0.4 ? date.with({ day: 1 }) : date;
}

const firstNames = [
  ...[
    'Ada',
    'Aiko',
    'Amara',
    'Ana',
    'Bopha',
    'Chen',
    'Dara',
    'Elif',
    'Fatima',
    'Giorgos',
    'Hana',
    'Ingrid',
    'Ivan',
    'José',
  ],
  ...[
    'Kamala',
    'Kofi',
    'Lars',
    'Leila',
    'Mai',
    'Maly',
    'Nadia',
    'Nuno',
    'Olena',
    'Priya',
    'Rosa',
    'Samir',
    'Sophea',
    'Tomás',
  ],
  ...['Ulla', 'Vera', 'Wanjiru', 'Xin', 'Yusuf', 'Zoë'],
];
const lastNames = [
  ...[
    'Archer',
    'Bauer',
    'Chea',
    'Costa',
    'Diallo',
    'Eriksson',
    'Fernández',
    'García',
    'Haddad',
    'Ivanova',
    'Jansen',
    'Kaya',
  ],
  ...[
    'Kovács',
    'Kumar',
    'Lim',
    'Mensah',
    'Müller',
    'Nguyen',
    'Nowak',
    'O’Brien',
    'Okafor',
    'Papadopoulos',
    'Rossi',
    'Sato',
  ],
  ...['Silva', 'Smith', 'Sok', 'Tanaka', 'Wang', 'Yılmaz'],
];
