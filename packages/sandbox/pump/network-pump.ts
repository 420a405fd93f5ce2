import type { Network } from '../network.ts';
import { advanceMessages } from '../store/advance-messages.ts';
import { msUntilRetry, nextDueInstant } from '../store/open-deliveries.ts';
import { sendDueReplies } from '../store/send-due-replies.ts';
import { inTransaction, openDb } from '../store/transaction.ts';
import { makeDueCalls } from './make-calls.ts';
import { type Pump, startPump } from './pump.ts';

/** Moves messages on, lets personas act and makes calls, for as long as the sandbox lives. */
export function startNetworkPump(network: Network): Pump {
  const { pool, clock, delays, origin, onChange, onError } = network;
  const db = openDb(pool);

  return startPump({
    onError,
    async work(stopping) {
      const moved = await inTransaction(pool, (tx) => advanceMessages(tx, { now: clock.now(), delays, origin }));
      const replied = await inTransaction(pool, (tx) => sendDueReplies(tx, clock.now()));
      if (replied.length > 0) network.fault('sandbox.persona-replied');
      for (const address of [...moved, ...replied]) onChange(address);
      return moved.length + replied.length + (await makeDueCalls(network, stopping));
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
