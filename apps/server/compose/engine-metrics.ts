import type { EngineObserver, Providers } from '@belfry/engine/module';
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

/** Whether the providers behind each channel are called at present. */
export function observeProviders(metrics: Metrics, providers: Providers): void {
  metrics.gauge({
    name: 'belfry_channel_breaker',
    help: 'By channel, the worst of its providers: 0 called, 1 asked for patience, 2 being tried again, 3 left alone.',
    labels: ['channel'],
    collect(gauge) {
      for (const [channel, state] of providers.states()) gauge.set({ channel }, breakerLevels[state]);
    },
  });
}

export function observeRates(metrics: Metrics, awaitingTokens: () => number): void {
  metrics.gauge({
    name: 'belfry_awaiting_tokens',
    help: 'What is due and waits for the tokens of a rate, as far as this process remembers it.',
    labels: [],
    collect: (gauge) => gauge.set({}, awaitingTokens()),
  });
}

const breakerLevels = { closed: 0, 'held-back': 1, 'half-open': 2, open: 3 } as const;
