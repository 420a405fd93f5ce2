import { InvalidArgumentError } from 'commander';

/** Reads the date that an option takes. */
export function localDate(option: string): (text: string) => Temporal.PlainDate {
  return (text) => {
    try {
      return Temporal.PlainDate.from(text, { overflow: 'reject' });
    } catch {
      throw new InvalidArgumentError(`${option} takes a date such as 2027-05-17.`);
    }
  };
}
