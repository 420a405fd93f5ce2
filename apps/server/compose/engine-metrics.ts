import type { EngineObserver } from '@belfry/engine/module';
import type { Metrics } from '@belfry/platform/metrics';

const latenessSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600, 86_400];

export function observeEngine(metrics: Metrics): EngineObserver {
  const turns = metrics.counter({ name: 'belfry_turns_total', help: 'Turns claimed, by kind.', labels: ['kind'] });
  const lateness = metrics.histogram({
    name: 'belfry_turn_lateness_seconds',
    help: 'Time from the instant a turn was due, by the Clock, to its claim.',
    buckets: latenessSeconds,
  });
  const outcomes = metrics.counter({
    name: 'belfry_outcomes_total',
    help: 'What attempts came to, by channel and status; channel is `callback` for what providers reported later.',
    labels: ['channel', 'status'],
  });
  return {
    claimed(kind, latenessMs) {
      turns.inc({ kind });
      lateness.observe(Math.max(0, latenessMs) / 1000);
    },
    outcome: (channel, status) => outcomes.inc({ channel, status }),
  };
}
