import type { Channel, OutgoingMessage, SendResult } from '@belfry/channels';
import type { Clock } from '@belfry/kernel/clock';
import { compareInstants } from '@belfry/kernel/instants';
import { type Breaker, type CallEnd, closedBreaker, endCall, enterCall } from '../../domain/breaker.ts';
import { type Bulkhead, Bulkheads } from '../../domain/bulkheads.ts';
import type { ProviderHold } from '../../store/chain/pg-rates.ts';

interface Provider {
  breaker: Breaker;
  /** It asked not to be called before; by the Clock, which decides what is due. */
  heldUntil: Temporal.Instant | null;
}

/** How many providers are remembered; beyond that, those with nothing to remember are forgotten, then the oldest. */
const mostProviders = 1000;

/**
 * What this process knows of the providers it calls: whether they answer at all (a breaker for each), whether one has
 * asked for patience, which then holds for every call to it, and how many calls to it wait for an answer. The first two
 * by the Clock, as all that decides what is due: on the virtual one hours pass in a second, and a breaker that needed
 * real seconds would make messages hours late. A call that is not made costs its attempt no try. That a provider asked for
 * patience other processes learn within a second; that it does not answer, by a call of their own.
 */
export class Providers {
  readonly #clock: Clock;
  readonly #tellOthers: (hold: ProviderHold) => void;
  readonly #known = new Map<string, Provider>();
  readonly #calls = new Bulkheads();

  /** @param tellOthers that a provider asked for patience; `learn` is how they hear of it */
  constructor(clock: Clock, tellOthers: (hold: ProviderHold) => void = () => {}) {
    this.#clock = clock;
    this.#tellOthers = tellOthers;
  }

  learn(holds: readonly ProviderHold[]): void {
    for (const { provider: key, until } of holds) prolong(this.#remembered(key), until);
  }

  /** Sends by the channel, unless its provider is not called at present. Never rejects, as the channel never does. */
  async send(channel: Channel, message: OutgoingMessage, signal: AbortSignal): Promise<SendResult> {
    const leave = this.#calls.enter(bulkheadsOf(channel, message));
    if (!leave) return busy;
    try {
      return await this.#call(channel, message, signal);
    } finally {
      leave();
    }
  }

  async #call(channel: Channel, message: OutgoingMessage, signal: AbortSignal): Promise<SendResult> {
    const provider = this.#providerOf(channel, message);
    const refusal = this.#enter(provider);
    if (refusal) return refusal;
    const result = await channel.send(message, signal);
    provider.breaker = endCall(provider.breaker, readEnd(result), this.#nowMs());
    if (result.status === 'failed' && result.retryAfterMs !== undefined) {
      const until = this.#clock.now().add({ milliseconds: Math.ceil(Math.min(result.retryAfterMs, longestHoldMs)) });
      prolong(provider, until);
      this.#tellOthers({ provider: keyOf(channel, message), until });
    }
    return result;
  }

  /**
   * Of the providers that are the installation's own and have been used, by channel. A server whose address a tenant gave
   * is that tenant's business; and once a breaker's time is past there is nothing to tell until somebody calls.
   */
  states(): Map<string, Breaker['state'] | 'held-back'> {
    const own = [...this.#known].filter(([key]) => !key.includes(' '));
    return new Map(own.map(([channel, provider]) => [channel, this.#stateOf(provider)]));
  }

  #stateOf(provider: Provider): Breaker['state'] | 'held-back' {
    const { breaker } = provider;
    if (breaker.state === 'open' && this.#nowMs() < breaker.untilMs) return 'open';
    if (breaker.state === 'half-open') return 'half-open';
    return this.#heldForMs(provider) > 0 ? 'held-back' : 'closed';
  }

  #enter(provider: Provider): SendResult | null {
    const heldForMs = this.#heldForMs(provider);
    if (heldForMs > 0) {
      const reason = 'The provider asked not to be called before then.';
      return { status: 'failed', retryable: true, code: 'channel.held-back', reason, retryAfterMs: heldForMs };
    }
    const { mayCall, breaker } = enterCall(provider.breaker, this.#nowMs());
    provider.breaker = breaker;
    if (mayCall) return null;
    const reason = 'The provider has not been answering, and is left alone for a while.';
    return { status: 'failed', retryable: true, code: 'channel.breaker-open', reason };
  }

  #heldForMs({ heldUntil }: Provider): number {
    return heldUntil ? heldUntil.epochMilliseconds - this.#nowMs() : 0;
  }

  #nowMs(): number {
    return this.#clock.now().epochMilliseconds;
  }

  #providerOf(channel: Channel, message: OutgoingMessage): Provider {
    return this.#remembered(keyOf(channel, message));
  }

  #remembered(key: string): Provider {
    const known = this.#known.get(key) ?? { breaker: closedBreaker, heldUntil: null };
    if (!this.#known.has(key) && this.#known.size >= mostProviders) this.#makeRoom();
    this.#known.set(key, known);
    return known;
  }

  #makeRoom(): void {
    for (const [key, provider] of this.#known) {
      if (provider.breaker === closedBreaker && this.#heldForMs(provider) <= 0) this.#known.delete(key);
    }
    for (const key of this.#known.keys()) {
      if (this.#known.size < mostProviders) return;
      this.#known.delete(key);
    }
  }
}

/**
 * The channel's name, where the provider is the installation's; else with the tenant and the server behind it.
 * What one tenant's server does says nothing to another tenant, be it at the same address: behind one origin may be
 * many people's servers, and whoever owns one of them could otherwise keep us from calling the others.
 */
function keyOf(channel: Channel, message: OutgoingMessage): string {
  const server = channel.providerOf?.(message);
  return server === undefined ? channel.name : `${channel.name} ${message.tenantId} ${server}`;
}

function prolong(provider: Provider, until: Temporal.Instant): void {
  if (!provider.heldUntil || compareInstants(until, provider.heldUntil) > 0) provider.heldUntil = until;
}

const longestHoldMs = 24 * 3_600_000;

/**
 * More calls than there are slots, so that a provider of ours gets here only while it is slow to answer; then half of
 * the slots are left for the others.
 */
const mostToOurs = 96;
/** What one tenant may have open at one server, all tenants at one server, one tenant at all servers; and everybody. */
const mostToServer = { ofTenant: 32, ofAll: 128 };
const mostToServers = { ofTenant: 128, ofAll: 1024 };

/** Servers whose addresses people gave us are as slow as they like; they fill their own tenant's share and no more. */
function bulkheadsOf(channel: Channel, message: OutgoingMessage): Bulkhead[] {
  const server = channel.providerOf?.(message);
  if (server === undefined) return [{ name: channel.name, most: mostToOurs }];
  const { tenantId } = message;
  return [
    { name: `${tenantId} ${server}`, most: mostToServer.ofTenant },
    { name: server, most: mostToServer.ofAll },
    { name: tenantId, most: mostToServers.ofTenant },
    { name: 'all servers', most: mostToServers.ofAll },
  ];
}

const busy = {
  status: 'failed',
  retryable: true,
  code: 'channel.busy',
  reason: 'Too many calls to this provider are still waiting for an answer.',
} satisfies SendResult;

/** An answer is an answer, also one that refuses; silence is a call that nobody took or that ended in the dark. */
function readEnd(result: SendResult): CallEnd {
  if (result.status === 'unknown') return result.isOutage === false ? 'answered' : 'silent';
  if (result.status !== 'failed') return 'answered';
  if (result.code === busy.code) return 'not-made';
  return result.isOutage || result.code === 'channel.not-reached' ? 'silent' : 'answered';
}
