import type { OnTransportError, Transport } from './transport.ts';

/** What BELFRY_TRANSPORT chose, with the address it needs. */
export type TransportChoice =
  | { name: 'postgres' }
  | { name: 'rabbitmq'; urls: readonly [string, ...string[]] }
  | { name: 'bullmq'; url: string };

/**
 * The broker between processes, which need not be reachable now; null for `postgres`, where whoever reads what is due
 * does it as well. Clients are loaded by whoever needs them.
 * @throws AppError `transport.evicting`
 */
export async function openTransport(choice: TransportChoice, onError: OnTransportError): Promise<Transport | null> {
  switch (choice.name) {
    case 'postgres':
      return null;
    case 'rabbitmq': {
      const { RabbitMqTransport } = await import('./rabbitmq-transport.ts');
      return new RabbitMqTransport({ urls: choice.urls, onError });
    }
    case 'bullmq': {
      const { BullmqTransport } = await import('./bullmq-transport.ts');
      return BullmqTransport.open({ url: choice.url, onError });
    }
  }
}
