import { InvalidArgumentError } from 'commander';

/** Reads the number that an option takes. */
export function wholeNumber(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`${option} takes a whole number from ${least} to ${most}.`);
  };
}
