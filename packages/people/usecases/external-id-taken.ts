import { AppError } from '@belfry/kernel/app-error';
import pg from 'pg';

export function externalIdTaken(externalId: string | null): AppError {
  const message = `Another person has the externalId ${externalId}.`;
  return new AppError({
    code: 'person.external-id-taken',
    kind: 'conflict',
    message,
    issues: [{ path: 'externalId', message }],
  });
}

/** Runs what updates a person; the database's refusal of an `externalId` becomes ours. */
export async function refusingTakenExternalId<T>(externalId: string | null, update: () => Promise<T>): Promise<T> {
  try {
    return await update();
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.constraint === 'person_by_external_id') {
      throw externalIdTaken(externalId);
    }
    throw error;
  }
}
