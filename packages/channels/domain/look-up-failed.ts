import { AppError } from '@belfry/kernel/app-error';

export function lookUpFailed(cause: unknown): AppError {
  return new AppError({
    code: 'channel.look-up-failed',
    kind: 'unavailable',
    message: 'The provider could not be asked what became of a message.',
    cause,
  });
}
