import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { ApiClient } from '../api-client.ts';

const patienceMs = 180_000;
const againAfterMs = 20;

/** Moves the virtual clock, asking as often as it takes: whoever was asked may have died over it. */
export async function moveClock(client: ApiClient, to: Temporal.Instant): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  const move = () => client.call<{ code?: string }>('POST', '/sandbox/clock', { set: to.toString() });
  for (;;) {
    const moved = await move().catch((error: Error) => error);
    // Another process came further before it died.
    if ('status' in moved && (moved.status === 200 || moved.body.code === 'clock.backwards')) return;
    if (performance.now() > giveUpAt) throw new Error(`The clock does not come to ${to.toString()}: ${inspect(moved)}`);
    await delay(againAfterMs);
  }
}
