import type { EngineObserver, Providers } from '@belfry/engine/module';
import type { Metrics } from '@belfry/platform/metrics';

const latenessSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600, 86_400];

/** What stands for the class of a tenant: the bulk lane has the first turns of those with much due. */
export const laneNames = { 0: 'prompt', 1: 'bulk' } as const;

export function observeEngine(metrics: Metrics): EngineObserver {
  const turns = metrics.counter({ name: 'belfry_turns_total', help: 'Turns claimed, by kind.', labels: ['kind'] });
  const lateness = metrics.histogram({
    name: 'belfry_turn_lateness_seconds',
    help: 'Time from the instant a turn was due, by the Clock, to its claim.',
    buckets: latenessSeconds,
  });
  const due = metrics.counter({
    name: 'belfry_occurrences_due_total',
    help: 'Occurrences that fell due and were taken up, also those that were missed; lane is `bulk` for tenants with much due.',
    labels: ['lane'],
  });
  const missed = metrics.counter({
    name: 'belfry_occurrences_missed_total',
    help: 'Of those, the ones that were later than their late limit and were never sent.',
    labels: ['lane'],
  });
  // From the start: what begins with its first increase is no increase to Prometheus.
  for (const lane of Object.values(laneNames)) for (const counter of [due, missed]) counter.inc({ lane }, 0);
  const leaving = metrics.counter({
    name: 'belfry_contacts_due_total',
    help: 'Contacts that fell due and had an address to leave for, by channel and lane.',
    labels: ['channel', 'lane'],
  });
  const contacts = metrics.histogram({
    name: 'belfry_contact_lateness_seconds',
    help: 'Time from the instant of a contact, of a try again from that of the try, by the Clock, until its provider had taken it; on time are those within 60.',
    labels: ['channel', 'lane'],
    buckets: latenessSeconds,
  });
  const outcomes = metrics.counter({
    name: 'belfry_outcomes_total',
    help: 'What attempts came to, by channel, status and lane; lane is `none` for what providers reported later, so that each call counts once in the others.',
    labels: ['channel', 'status', 'lane'],
  });
  return {
    claimed({ kind, isFirst, isMissed, lane, channels, latenessMs }) {
      const [laneName, seconds] = [laneNames[lane], Math.max(0, latenessMs) / 1000];
      turns.inc({ kind });
      lateness.observe(seconds);
      if (isFirst) due.inc({ lane: laneName });
      if (isMissed) missed.inc({ lane: laneName });
      for (const channel of channels) leaving.inc({ channel, lane: laneName });
    },
    outcome({ channel, status, lane, latenessMs }) {
      const laneName = lane === null ? 'none' : laneNames[lane];
      outcomes.inc({ channel, status, lane: laneName });
      if (latenessMs !== null) contacts.observe({ channel, lane: laneName }, Math.max(0, latenessMs) / 1000);
    },
  };
}

/** Whether the providers behind each channel are called at present. */
export function observeProviders(metrics: Metrics, providers: Providers): void {
  metrics.gauge({
    name: 'belfry_channel_breaker',
    help: 'Whether the installation’s own provider of a channel is called: 0 it is, 1 asked for patience, 2 being tried again, 3 left alone. Servers whose addresses tenants gave are left out.',
    labels: ['channel'],
    collect(gauge) {
      gauge.reset();
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
