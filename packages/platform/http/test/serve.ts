import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { newId, type TenantId } from '@belfry/kernel/ids';
import type { Principal } from '../../identity/principal.ts';
import { createLogger } from '../../logger.ts';
import { createMetrics } from '../../metrics.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../server.ts';

const tenantId = newId<TenantId>();
export const publicUrl = 'https://belfry.example';

/** Knows the key `good` and the cookie `session=good`. */
export async function authenticate(headers: Headers): Promise<Principal | null> {
  if (headers.get('authorization') === 'Bearer good') {
    return { tenantId, actor: { type: 'key', id: 'key-1', name: 'Test' }, via: 'key' };
  }
  if (headers.get('cookie') === 'session=good') {
    return { tenantId, actor: { type: 'user', id: 'user-1', name: 'Test' }, via: 'session' };
  }
  return null;
}

export interface Served {
  app: HttpServer;
  address: string;
  port: number;
  /** Everything logged so far. */
  log(): string;
  /** With a good key, unless the headers say otherwise. */
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
}

export interface Answered {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: whatever a test expects of an answer
  body: any;
}

/** A server of the kit on a port of its own, with the routes of a test. */
export async function serve(
  addRoutes: (app: HttpServer) => unknown = () => {},
  options: Partial<HttpServerOptions> = {},
): Promise<Served> {
  let log = '';
  const write = (line: string): void => {
    log += line;
  };
  const app = await createHttpServer({
    logger: createLogger({ level: 'trace', destination: { write } }),
    authenticate,
    publicUrl,
    metrics: createMetrics(),
    healthChecks: [],
    ...options,
  });
  await addRoutes(app);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const send = async (path: string, init: RequestInit): Promise<Answered> => {
    const response = await fetch(`${address}${path}`, { redirect: 'manual', ...init });
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && answer !== '';
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answer) : answer };
  };
  const key = { authorization: 'Bearer good' };
  return {
    app,
    address,
    port: Number(new URL(address).port),
    log: () => log,
    get: (path, headers = {}) => send(path, { headers: { ...key, ...headers } }),
    post: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: { ...key, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
  };
}

/** Bytes that no HTTP client would send; resolves with all that came back once the server has closed. */
export async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = await open(port);
  socket.write(bytes);
  return text(socket);
}

export async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => {});
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return socket;
}
