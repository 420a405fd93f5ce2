import http, { type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { text } from 'node:stream/consumers';

/** One HTTP call, and what is known of it even when it ends badly. */
export interface HttpCall {
  /** False as long as not a byte of the request can have reached the other side: still no connection, or no TLS. */
  hasLeft: boolean;
  /** Null until an answer has been read, as far as it is wanted. */
  answer: HttpAnswer | null;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Empty where it is not wanted. */
  body: string;
}

export interface HttpRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string | Uint8Array | null;
  /** `none`: the status tells all. What else is sent is thrown away, and not without end. */
  reads?: 'body' | 'none';
  signal: AbortSignal;
}

export interface HttpAgents {
  'http:': http.Agent;
  'https:': https.Agent;
}

interface AgentOptions {
  /** Stands in for DNS, so that what is connected to is what was checked. */
  lookup?: LookupFunction | undefined;
  /** Certificates to trust beside those that Node brings. */
  ca?: string | undefined;
}

export function createAgents({ lookup, ca }: AgentOptions = {}): HttpAgents {
  const options = { keepAlive: true, ...(lookup ? { lookup } : {}) };
  return { 'http:': new http.Agent(options), 'https:': new https.Agent({ ...options, ...(ca ? { ca } : {}) }) };
}

export function destroyAgents(agents: HttpAgents): void {
  for (const agent of Object.values(agents)) agent.destroy();
}

/**
 * Carries out a request and keeps account of it in `call`. Neither fetch nor axios can tell a request that never left
 * from one that was lost on the way, and that is the difference between failed and unknown.
 * Redirects are not followed.
 * @throws whatever ended it, which is the signal's reason where that was aborted
 */
export async function carryOut(call: HttpCall, request: HttpRequest, agents: HttpAgents): Promise<HttpAnswer> {
  call.hasLeft = false;
  call.answer = null;
  try {
    const response = await begin(call, request, agents);
    const { statusCode: status = 0, headers } = response;
    const body = request.reads === 'none' ? throwAway(response) : await text(response);
    call.answer = { status, headers, body };
    return call.answer;
  } catch (error) {
    // While the body is read, Node reports an abort as ECONNRESET.
    throw request.signal.aborted ? request.signal.reason : error;
  }
}

function begin(call: HttpCall, request: HttpRequest, agents: HttpAgents): Promise<http.IncomingMessage> {
  const { method, url, headers, body, signal } = request;
  const isSecure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const outgoing = isSecure
      ? https.request(url, { method, headers, signal, agent: agents['https:'] })
      : http.request(url, { method, headers, signal, agent: agents['http:'] });
    const left = () => {
      call.hasLeft = true;
    };
    outgoing.on('socket', (socket) => {
      if (socket.connecting) socket.once(isSecure ? 'secureConnect' : 'connect', left);
      else left();
    });
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** So much of an unwanted answer is read for the connection's sake; whoever sends more loses it. */
const mostUnwantedBytes = 65_536;

function throwAway(response: http.IncomingMessage): '' {
  let bytes = 0;
  response.on('error', () => {});
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostUnwantedBytes) response.destroy();
  });
  return '';
}
