import { type FieldError, ProblemError } from '@belfry/sdk';

export interface FieldErrors<Field extends string> {
  of: Partial<Record<Field, string>>;
  /** What belongs to no field of the form; it has to be shown beside it. */
  rest: FieldError[];
}

/** Sorts what the API refused to the fields of a form; of several errors of one field the first is shown. */
export function errorsByField<Field extends string>(
  error: unknown,
  fieldOf: (path: string) => Field | null,
): FieldErrors<Field> {
  const errors: FieldErrors<Field> = { of: {}, rest: [] };
  if (!(error instanceof ProblemError)) return errors;
  for (const refused of error.errors) {
    const field = fieldOf(refused.path);
    if (field === null) errors.rest.push(refused);
    else errors.of[field] ??= refused.message;
  }
  return errors;
}

/** Whether the error needs a note of its own: it says more than the fields show. */
export function needsNote(error: unknown, errors: FieldErrors<string>): boolean {
  if (error === null || error === undefined) return false;
  return errors.rest.length > 0 || Object.keys(errors.of).length === 0;
}
