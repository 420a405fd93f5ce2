import { createServer } from 'node:net';

/** A free port, found before anything listens: the address stands in what is sent, so it must be known first. */
export async function choosePort(port: number, host: string): Promise<number> {
  if (port !== 0) return port;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, host, resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address with a port.');
  return address.port;
}
