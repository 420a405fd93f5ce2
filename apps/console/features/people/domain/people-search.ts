import { isPlainDate } from '../../../time/is-plain-date.ts';

/** What a list of people is narrowed down to; stands in the address. */
export interface PeopleSearch {
  /** Part of a name, an address or the caller's own id. */
  q?: string;
  zone?: string;
  /** MM-DD. */
  birthday?: string;
}

/** Of it, undefined takes a part away. */
export type PeopleSearchChange = { [Part in keyof PeopleSearch]: PeopleSearch[Part] | undefined };

/** Whatever somebody typed into the address: what is no such thing narrows nothing down. */
export function readPeopleSearch({ q, zone, birthday }: Record<string, unknown>): PeopleSearch {
  return {
    ...(typeof q === 'string' && q !== '' && { q }),
    ...(typeof zone === 'string' && zone !== '' && { zone }),
    ...(typeof birthday === 'string' && isPlainDate(`${anyYear}-${birthday}`) && { birthday }),
  };
}

export function isNarrowed({ q, zone, birthday }: PeopleSearch): boolean {
  return [q, zone, birthday].some((part) => part !== undefined);
}

/** A leap year, in which there is every day of every year. */
const anyYear = 2024;

/** What a date field shows for a day of any year. */
export function toDateField(day: string | undefined): string {
  return day === undefined ? '' : `${anyYear}-${day}`;
}

/** @returns undefined for a field that is empty */
export function fromDateField(date: string): string | undefined {
  return date === '' ? undefined : date.slice(-5);
}
