import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { resolveByDns } from './resolve-by-dns.ts';

/** What a name stands for; by DNS unless a test says otherwise. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** The other side is, or has moved to, an address that we do not call. */
export class RefusedAddress extends Error {
  constructor(hostname: string) {
    super(`${hostname} is not at a public address.`);
    this.name = 'RefusedAddress';
  }
}

interface GuardOptions {
  isAllowed(address: string): boolean;
  resolve?: Resolve | undefined;
}

export interface DestinationGuard {
  /**
   * Stands in for DNS when connecting: what has been checked is what is connected to, so a name that changes between
   * check and call gains nothing. One address that is refused refuses the name.
   */
  lookup: LookupFunction;
  /** Node connects to an address in a URL without any lookup, so it is checked here. @throws RefusedAddress */
  checkHost(url: URL): void;
}

export function guardDestinations({ isAllowed, resolve = resolveByDns() }: GuardOptions): DestinationGuard {
  async function checked(hostname: string): Promise<LookupAddress[]> {
    const addresses = await resolve(hostname);
    if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address))) {
      throw new RefusedAddress(hostname);
    }
    return addresses;
  }

  return {
    lookup(hostname, options, done) {
      checked(hostname).then(
        (addresses) => {
          const [first] = addresses;
          if (options.all || !first) done(null, addresses);
          else done(null, first.address, first.family);
        },
        (error: Error) => done(error, []),
      );
    },
    checkHost({ hostname }) {
      const host = hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !isAllowed(host)) throw new RefusedAddress(hostname);
    },
  };
}
