import { isIPv6 } from 'node:net';

const everyAddress: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

export function isEveryAddress(host: string): boolean {
  return host in everyAddress;
}

/** Where a server that listens on this host and port is reached from the same machine, without a trailing slash. */
export function localUrl(host: string, port: number): string {
  const reached = everyAddress[host] ?? host;
  return `http://${isIPv6(reached) ? `[${reached}]` : reached}:${port}`;
}
