import { AppError } from '@belfry/kernel/app-error';

/** What crosses a transport; whoever takes it parses it, for it may be of another version of this program. */
export type Message = null | boolean | number | string | readonly Message[] | { readonly [key: string]: Message };

/**
 * Spreads work over processes. A transport is never the truth: what it holds can be made again from the database, so it
 * may lose everything, and may deliver anything more than once and in any order. `test/transport-contract.ts` says, as
 * tests, what each of the adapters does.
 */
export interface Transport {
  readonly name: TransportName;
  /** How many messages wait at most. */
  readonly capacity: number;
  /**
   * Hands messages over. When it resolves, the broker has written all of them down.
   * @throws AppError `transport.unreachable` within seconds, and `transport.full` where they would exceed the capacity;
   *   of several messages some may have been taken all the same
   */
  publish(messages: readonly Message[]): Promise<void>;
  /**
   * Takes messages, at most `atOnce` at a time, whether or not the broker can be reached now; it goes on by itself when
   * the broker comes back. A message is done when the handler resolves. Where the handler throws, or this process dies
   * over it, the message is delivered again, after a pause, to anybody; after `deliveryLimit` tries it is put aside.
   */
  consume(handler: (message: unknown) => Promise<void>, options: { atOnce: number }): Consumer;
  /** How many messages may be published now. 0 while the broker cannot be reached, or is full: the work stays where it is. */
  room(): Promise<number>;
  /** What it holds. @throws AppError `transport.unreachable` */
  look(): Promise<TransportState>;
  /** Whether it could be reached when last heard of. */
  isReachable(): boolean;
  /** Consumers stop first, and end what they have under way. */
  close(): Promise<void>;
}

export type TransportName = 'postgres' | 'rabbitmq' | 'bullmq';

export interface Consumer {
  /** Takes nothing more, and resolves when what is under way has ended; what else was sent to it others will get. */
  stop(): Promise<void>;
}

export interface TransportState {
  /** Not yet taken by anybody, or waiting for another try. */
  waiting: number;
  /** Put aside, because nobody could handle them. */
  dead: number;
}

/** How the adapters behave; the defaults are for production. */
export interface TransportSettings {
  /** How many messages wait at most, so that what cannot be handled now stays in the database. */
  capacity: number;
  /** How often a message is delivered in all. */
  deliveryLimit: number;
  /** Real milliseconds before the second try; each further pause is twice as long. */
  retryAfterMs: number;
  /** By when a message counts as lost whose consumer is no longer heard of. */
  consumerLostAfterMs: number;
  /** How long the broker's answer is waited for. */
  answerWithinMs: number;
}

export const defaultSettings: TransportSettings = {
  capacity: 40,
  deliveryLimit: 5,
  retryAfterMs: 500,
  consumerLostAfterMs: 15_000,
  answerWithinMs: 5000,
};

export type OnTransportError = (error: unknown, doing: string) => void;

export function unreachable(name: TransportName, cause?: unknown): AppError {
  const why = cause instanceof Error && cause.message ? `: ${cause.message}` : '';
  const message = `The broker of BELFRY_TRANSPORT=${name} cannot be reached${why}.`;
  return new AppError({ code: 'transport.unreachable', kind: 'unavailable', message, cause });
}

export function full(name: TransportName): AppError {
  const message = `The broker of BELFRY_TRANSPORT=${name} takes no more messages now.`;
  return new AppError({ code: 'transport.full', kind: 'unavailable', message });
}

/** Real milliseconds before a message that was delivered so many times is delivered again. */
export function pauseAfter(deliveries: number, { retryAfterMs }: Pick<TransportSettings, 'retryAfterMs'>): number {
  return retryAfterMs * 2 ** (deliveries - 1);
}
