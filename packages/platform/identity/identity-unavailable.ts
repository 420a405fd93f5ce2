import { AppError } from '@belfry/kernel/app-error';
import { describeError } from './describe-error.ts';

/** Who asks could not be found out, which is not the same as nobody: 503 and not 401. */
export function identityUnavailable(error?: unknown): AppError {
  return new AppError({
    code: 'identity.unavailable',
    kind: 'unavailable',
    message: 'Who you are could not be checked just now. Try again.',
    ...(error === undefined ? {} : { details: { error: describeError(error) } }),
  });
}
