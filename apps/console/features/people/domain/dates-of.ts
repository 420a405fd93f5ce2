import type { Person } from '@belfry/sdk';

/** The days of a person that a greeting can be for, as YYYY-MM-DD. */
export function datesOf({ birthDate, anniversaryDate, dates }: Person): string[] {
  return [birthDate, anniversaryDate, ...Object.values(dates)].filter((date) => date !== null);
}
