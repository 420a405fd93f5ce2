import type { TransportSettings } from '../transport.ts';

/** Small and quick, so that limits and pauses are seen. */
export const contractSettings: TransportSettings = {
  capacity: 20,
  deliveryLimit: 3,
  retryAfterMs: 20,
  consumerLostAfterMs: 2000,
  answerWithinMs: 2000,
};
