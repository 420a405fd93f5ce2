import http, { type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';

/** One HTTP call, and what is known of it even when it ends badly. */
export interface HttpCall {
  /** False as long as not a byte of the request can have reached the other side: still no connection, or no TLS. */
  hasLeft: boolean;
  /** Null until an answer has been read to its end. */
  answer: HttpAnswer | null;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface HttpRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string | null;
  signal: AbortSignal;
}

export interface HttpAgents {
  'http:': http.Agent;
  'https:': https.Agent;
}

export function createAgents(): HttpAgents {
  return { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };
}

/**
 * Carries out a request and keeps account of it in `call`. Neither fetch nor axios can tell a request that never left
 * from one that was lost on the way, and that is the difference between failed and unknown.
 * Redirects are not followed.
 * @throws whatever ended it, which is the signal's reason where that was aborted
 */
export async function carryOut(call: HttpCall, request: HttpRequest, agents: HttpAgents): Promise<HttpAnswer> {
  try {
    const response = await begin(call, request, agents);
    const { statusCode: status = 0, headers } = response;
    call.answer = { status, headers, body: await text(response) };
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
