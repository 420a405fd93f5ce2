import { join } from 'node:path';
import type { Config } from '@belfry/platform/config';
import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';
import { createPlaygroundService, type PlaygroundService } from '../playground/playground-service.ts';
import type { Role } from './start-belfry.ts';

/** `ahead`: as soon as the server is ready, while nobody lives in it; `asked`: when somebody looks. */
export const playgroundModes = ['ahead', 'asked', 'never'] as const;
export type PlaygroundMode = (typeof playgroundModes)[number];

interface OfferPlaygroundOptions {
  config: Config;
  roles: readonly Role[];
  playground: PlaygroundMode;
  onChange(): void;
  onError(error: unknown): void;
}

/** A playground beside real phones would be mistaken for them one day: there is none in live mode. */
export function offerPlayground(options: OfferPlaygroundOptions): PlaygroundService | null {
  const { config, roles, playground, onChange, onError } = options;
  if (playground === 'never' || config.channels !== 'sandbox' || !roles.includes('api')) return null;
  return createPlaygroundService({ directory: join(config.dataDirectory, 'playground'), onChange, onError });
}

/** @param database as the role `engine` sees it, with every tenant, or within one */
export async function hasNobody(database: pg.Pool | Tx): Promise<boolean> {
  const { rows } = await database.query<{ nobody: boolean }>('SELECT NOT EXISTS (SELECT FROM people.person) AS nobody');
  return rows[0]?.nobody ?? false;
}
