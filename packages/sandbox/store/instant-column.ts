import { customType } from 'drizzle-orm/pg-core';

/**
 * An instant of the Clock as timestamptz. PostgreSQL keeps microseconds and would round to the nearest; the rest is cut
 * off instead, so that nothing is on record as later than the clock then showed.
 */
export const instant = customType<{ data: Temporal.Instant; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  toDriver: (value) => value.round({ smallestUnit: 'microsecond', roundingMode: 'floor' }).toString(),
  fromDriver: (text) => Temporal.Instant.from(text),
});
