import { Resolver } from 'node:dns/promises';
import type { Resolve } from './guarded-lookup.ts';

/** Real milliseconds for one question to one name server; asked twice, with twice the patience. */
const timeoutMs = 2000;
const tries = 2;

/**
 * Asks name servers directly, in sockets of its own. The system's lookup (`dns.lookup`) blocks one of the process's four
 * worker threads for as long as a name server is silent: a handful of names whose servers never answer would keep every
 * other lookup from being made, Twilio's and the mail server's too. It also knows nothing of /etc/hosts, whose names are
 * nobody's on the internet.
 * @param servers address and port of each; those of the system where none are given
 */
export function resolveByDns(servers: readonly string[] = []): Resolve {
  return async (hostname) => {
    const resolver = new Resolver({ timeout: timeoutMs, tries });
    if (servers.length > 0) resolver.setServers(servers);
    const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = [
      ...addressesOf(four).map((address) => ({ address, family: 4 })),
      ...addressesOf(six).map((address) => ({ address, family: 6 })),
    ];
    if (addresses.length === 0 && four.status === 'rejected') throw four.reason;
    return addresses;
  };
}

function addressesOf(settled: PromiseSettledResult<string[]>): string[] {
  return settled.status === 'fulfilled' ? settled.value : [];
}
