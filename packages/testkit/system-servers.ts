import { existsSync } from 'node:fs';

/** Where Debian puts what the set-up installs for the tests; `rabbitmq` without the wrapper, which asks for its own user. */
const places = {
  redis: ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'],
  rabbitmq: ['/usr/lib/rabbitmq/bin/rabbitmq-server', '/opt/homebrew/sbin/rabbitmq-server'],
  epmd: ['/usr/bin/epmd', '/opt/homebrew/bin/epmd'],
} as const;

/** @throws a sentence that says what to do, where it is not installed */
export function requireServer(name: keyof typeof places): string {
  const found = places[name].find((file) => existsSync(file));
  if (found) return found;
  const command = 'sudo apt-get install -y redis-server rabbitmq-server';
  throw new Error(`The tests of the transports need Redis and RabbitMQ; ${name} is not here. Install it: ${command}`);
}
