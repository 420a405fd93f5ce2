import type { Metrics } from '@belfry/platform/metrics';
import type { Transport } from '@belfry/platform/transports/transport';

/** What the broker holds, as far as it can be asked. */
export function observeTransport(metrics: Metrics, transport: Transport): void {
  metrics.gauge({
    name: 'belfry_transport_messages',
    help: 'Messages of hints in the broker, by state: waiting, or dead, which nobody could handle.',
    labels: ['state'],
    async collect(gauge) {
      // Nothing is better than what was once true.
      gauge.reset();
      const state = await transport.look().catch(() => null);
      if (!state) return;
      gauge.set({ state: 'waiting' }, state.waiting);
      gauge.set({ state: 'dead' }, state.dead);
    },
  });
  metrics.gauge({
    name: 'belfry_transport_reachable',
    help: 'Whether the broker can be reached: 1, or 0.',
    labels: [],
    collect: (gauge) => gauge.set({}, transport.isReachable() ? 1 : 0),
  });
}
