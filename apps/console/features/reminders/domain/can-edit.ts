import type { Schedule } from '@belfry/sdk';

/** A finished one stays as it is, and one that a system keeps follows from what that has been told. */
export function canEdit({ state, author }: Pick<Schedule, 'state' | 'author'>): boolean {
  return state !== 'finished' && author === null;
}
