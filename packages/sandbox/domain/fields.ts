import { AppError } from '@belfry/kernel/app-error';
import { parseTimeZone } from '@belfry/kernel/time-zone';
import { z } from 'zod';

const MAX_DURATION_HOURS = 24 * 365;

/** ISO 8601 in days or less, a day being 24 hours, up to a year of them. */
export const duration = z.string().refine(isDuration, 'must be an ISO 8601 duration such as PT2M, of at most 365 days');

/** Local, HH:MM. */
export const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a local time as HH:MM');

export const zone = z.string().refine((text) => parseTimeZone(text) !== null, 'must be an IANA time zone');

function isDuration(text: string): boolean {
  try {
    const value = Temporal.Duration.from(text);
    const isInDays = !value.years && !value.months && !value.weeks;
    return isInDays && value.sign >= 0 && value.total('hours') <= MAX_DURATION_HOURS;
  } catch {
    return false;
  }
}

/** @param base stands before every path; @throws AppError `validation` */
export function parseFields<T>(schema: z.ZodType<T>, input: unknown, base: string): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.flatMap((issue) => {
    const path = [base, ...issue.path.map(String)];
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not a known field' }));
  });
  throw invalidSettings(issues);
}

export function invalidSettings(issues: readonly { path: string; message: string }[]): AppError {
  const message = `The settings are not valid: ${issues.map(({ path }) => path).join(', ')}`;
  return new AppError({ code: 'sandbox.invalid-settings', kind: 'validation', message, issues });
}
