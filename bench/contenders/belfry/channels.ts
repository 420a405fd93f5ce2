import { setTimeout as delay } from 'node:timers/promises';
import type { Channel } from '@belfry/channels';
import type { Clock } from '@belfry/kernel/clock';
import { Pool } from 'undici';
import { monotonicMs, type WorkerOptions } from '../../measure/contender.ts';
import { askVendor, connectionsToVendor } from '../vendor/ask-vendor.ts';
import { pieceOfAddress } from './ids.ts';

type ChannelFor = (options: Pick<WorkerOptions, 'given' | 'handled'> & { clock: Clock }) => Channel;

/** What stands behind the engine in the place of a provider; named in `given.channel`. */
export const channels: Readonly<Record<string, ChannelFor>> = {
  /** Takes everything at once. */
  'no-op': ({ handled }) => sms(async (piece) => handled(piece)),
  /** One request for each message. */
  vendor({ given: { vendorUrl = '' }, handled }) {
    const pool = new Pool(vendorUrl, { connections: connectionsToVendor });
    return sms(async (piece, to, text) => {
      await askVendor(pool, { to, text });
      handled(piece);
    });
  },
  /** Says when each message came and how long after it was due, and takes its time. */
  lateness({ given: { startsAtMs = '', everyMs = '', bulk = '0', takesMs = '0' }, handled, clock }) {
    return sms(async (piece) => {
      const dueMs = Number(startsAtMs) + Math.max(0, piece - Number(bulk)) * Number(everyMs);
      handled(piece, monotonicMs(), clock.now().epochMilliseconds - dueMs);
      if (takesMs !== '0') await delay(Number(takesMs));
    });
  },
  /** Says when each call began, and takes its time. */
  slow({ given: { takesMs = '0' }, handled }) {
    return sms(async (piece) => {
      handled(piece, monotonicMs());
      if (takesMs !== '0') await delay(Number(takesMs));
    });
  },
  /** Answers 5xx, which leaves open whether it has the message. */
  refusing: () => ({
    name: 'sms',
    send: async () => ({ status: 'unknown', reason: 'The provider answered 503.' }),
  }),
};

function sms(take: (piece: number, to: string, text: string) => Promise<void>): Channel {
  return {
    name: 'sms',
    async send({ to, text, attemptId }) {
      await take(pieceOfAddress(to), to, text);
      return { status: 'accepted', providerId: attemptId };
    },
  };
}
