import type { Network } from '../network.ts';
import { advanceMessages } from '../store/advance-messages.ts';
import { msUntilRetry, nextDueInstant } from '../store/open-deliveries.ts';
import { inTransaction, openDb } from '../store/transaction.ts';
import { deliverDueWebhooks } from './deliver-webhooks.ts';
import { type Pump, startPump } from './pump.ts';

/** Moves messages on and calls webhooks, for as long as the sandbox lives. */
export function startNetworkPump(network: Network): Pump {
  const { pool, clock, delays, onChange, onError } = network;
  const db = openDb(pool);

  return startPump({
    onError,
    async work(stopping) {
      const moved = await inTransaction(pool, (tx) => advanceMessages(tx, clock.now(), delays));
      for (const address of moved) onChange(address);
      return moved.length + (await deliverDueWebhooks(network, stopping));
    },
    async msUntilNext() {
      const now = clock.now();
      const waits = [await msUntilRetry(db, now)];
      if (clock.mode === 'system') {
        const next = await nextDueInstant(db, now);
        waits.push(next && next.epochMilliseconds - now.epochMilliseconds);
      }
      const known = waits.filter((ms) => ms !== null);
      return known.length === 0 ? null : Math.min(...known);
    },
  });
}
