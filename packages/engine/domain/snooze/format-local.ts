import type { TimeZone } from '@belfry/kernel/time-zone';

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** «Friday 15 January 2027, 17:00 (Europe/London)»: written out, so that nobody mistakes a day for a month. */
export function formatLocal(instant: Temporal.Instant, zone: TimeZone): string {
  const local = instant.toZonedDateTimeISO(zone);
  const date = `${days[local.dayOfWeek - 1]} ${local.day} ${months[local.month - 1]} ${local.year}`;
  return `${date}, ${local.toPlainTime().toString({ smallestUnit: 'minute' })} (${zone})`;
}
