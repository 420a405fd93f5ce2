import type { DestinationGuard } from './guarded-lookup.ts';
import {
  carryOut,
  createAgents,
  destroyAgents,
  type HttpAnswer,
  type HttpCall,
  type HttpRequest,
} from './http-call.ts';

/** A way out to servers whose addresses people gave us. */
export interface Outbound {
  /** Whether an address may be called at all, before anything is resolved. */
  allows(url: URL): boolean;
  /** @throws RefusedAddress, or whatever ended the call */
  call(call: HttpCall, request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

/** To the servers themselves: HTTPS only, and only at addresses that the guard lets pass. */
export function directOutbound(guard: DestinationGuard, { ca }: { ca?: string | undefined } = {}): Outbound {
  const agents = createAgents({ lookup: guard.lookup, ca });
  return {
    allows: (url) => url.protocol === 'https:',
    async call(call, request) {
      guard.checkHost(request.url);
      return carryOut(call, request, agents);
    },
    close: () => destroyAgents(agents),
  };
}

const local: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * To the sandbox, which stands in for all of them: no name is resolved and nothing leaves the machine. The address it
 * was meant for goes along in a header.
 */
export function capturedOutbound(captureUrl: string): Outbound {
  const agents = createAgents();
  return {
    allows: (url) => url.protocol === 'https:' || (url.protocol === 'http:' && local.has(url.hostname)),
    call(call, { url, headers, ...request }) {
      const captured = {
        ...request,
        url: new URL(captureUrl),
        headers: { ...headers, 'x-belfry-original-url': url.href },
      };
      return carryOut(call, captured, agents);
    },
    close: () => destroyAgents(agents),
  };
}

/** Whether a base URL of the sandbox's can only be this machine. */
export function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && local.has(new URL(url).hostname);
}
