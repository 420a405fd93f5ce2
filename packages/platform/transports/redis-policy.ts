import { AppError } from '@belfry/kernel/app-error';
import type { Redis } from 'ioredis';

/**
 * A Redis that evicts what it was given, when its memory is full, loses parts of BullMQ's records, and those that are
 * left do not fit together. INFO tells of it also where CONFIG is forbidden, as it is to users of managed ones.
 * @throws AppError `transport.evicting`
 */
export async function requireNoEviction(redis: Redis): Promise<void> {
  const info = await redis.info('memory');
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  const message =
    `The Redis of QUEUE_REDIS_URL has maxmemory-policy ${policy} and so may throw away what it holds. ` +
    'BELFRY_TRANSPORT=bullmq needs noeviction: set `maxmemory-policy noeviction`, or use another Redis than the cache.';
  throw new AppError({ code: 'transport.evicting', kind: 'unavailable', message, retryable: false });
}
