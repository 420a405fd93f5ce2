import { isPlainDate } from '../../../time/is-plain-date.ts';

/** Whatever somebody typed into the address: what is no date means today. */
export function readGreetingsSearch({ date }: Record<string, unknown>): { date?: string } {
  return typeof date === 'string' && isPlainDate(date) ? { date } : {};
}
