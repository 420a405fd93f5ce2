import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { BullmqTransport } from '../bullmq-transport.ts';
import { RabbitMqTransport } from '../rabbitmq-transport.ts';
import type { Transport } from '../transport.ts';
import { contractSettings } from './contract-settings.ts';

/** A process that takes a message, says so, and never ends with it; the test kills it. Its input is the broker's address. */
const url = readFileSync(0, 'utf8');
const onError = () => {};
const transport: Transport = url.startsWith('amqp')
  ? new RabbitMqTransport({ urls: [url], onError }, contractSettings)
  : await BullmqTransport.open({ url, onError }, contractSettings);
transport.consume(
  async () => {
    process.stdout.write('taken\n');
    await delay(600_000);
  },
  { atOnce: 1 },
);
