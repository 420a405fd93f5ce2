import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClient, dataOf, ProblemError } from './client.ts';

/** A server that answers everything with what the test has laid ready, and remembers what it was asked. */
let server: Server;
let baseUrl: string;
let asked: IncomingMessage | undefined;
let answer: { status: number; type: string; body: string };

beforeEach(async () => {
  server = createServer((request, response) => {
    asked = request;
    response.writeHead(answer.status, { 'content-type': answer.type, 'x-request-id': 'from-header' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  baseUrl = `http://127.0.0.1:${address.port}`;
});

afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const json = (status: number, body: unknown) => ({ status, type: 'application/json', body: JSON.stringify(body) });
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable('it was not refused'),
    (error) => error,
  );

test('an answer is its data', async () => {
  answer = json(200, { data: [], nextCursor: null });
  const people = await dataOf(createClient({ baseUrl }).GET('/v1/people', { params: { query: { limit: 5 } } }));
  expect(people).toEqual({ data: [], nextCursor: null });
  expect(asked?.url).toBe('/v1/people?limit=5');
});

test('a key travels as a bearer token, and without one no such header is sent', async () => {
  answer = json(200, {});
  await createClient({ baseUrl, key: 'bf_x' }).GET('/v1/me');
  expect(asked?.headers.authorization).toBe('Bearer bf_x');
  await createClient({ baseUrl }).GET('/v1/me');
  expect(asked?.headers.authorization).toBeUndefined();
});

describe('every failure is one ProblemError', () => {
  test('a problem keeps its code, its fields and its request id', async () => {
    answer = {
      ...json(400, {
        title: 'Bad Request',
        status: 400,
        code: 'request.invalid',
        detail: 'The request is not valid.',
        requestId: 'r-1',
        errors: [{ path: 'timeZone', message: 'must be an IANA time zone' }],
      }),
      type: 'application/problem+json',
    };
    const error = await refusal(createClient({ baseUrl }).GET('/v1/people'));
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      status: 400,
      code: 'request.invalid',
      detail: 'The request is not valid.',
      errors: [{ path: 'timeZone', message: 'must be an IANA time zone' }],
      requestId: 'r-1',
    });
  });

  test('a page of a proxy in between is no problem document: its status and request id are told', async () => {
    answer = { status: 502, type: 'text/html', body: '<h1>Bad gateway</h1>' };
    const error = await refusal(createClient({ baseUrl }).GET('/v1/people'));
    expect(error).toMatchObject({ status: 502, code: 'response.unreadable', errors: [], requestId: 'from-header' });
  });

  test('a server that is not there has status 0', async () => {
    const error = await refusal(createClient({ baseUrl: 'http://127.0.0.1:1' }).GET('/v1/people'));
    expect(error).toMatchObject({ name: 'ProblemError', status: 0, code: 'network.unreachable', requestId: null });
  });

  test('an answer that does not come in time, or does not come whole, is not waited for', async () => {
    const client = createClient({ baseUrl, timeoutMs: 50 });
    const timeout = { name: 'ProblemError', status: 0, code: 'network.timeout', requestId: null };
    for (const begin of [() => {}, begins]) {
      server.removeAllListeners('request').on('request', (_, response) => begin(response));
      expect(await refusal(client.GET('/v1/people'))).toMatchObject(timeout);
    }
    server.removeAllListeners('request').on('request', (_, response) => begins(response).destroy());
    const patient = createClient({ baseUrl });
    expect(await refusal(patient.GET('/v1/people'))).toMatchObject({ status: 0, code: 'network.unreachable' });
    expect(await refusal(client.GET('/v1/people', { signal: AbortSignal.abort() }))).toMatchObject({
      name: 'AbortError',
    });
  });

  test('a call that was given up by the caller is no problem', async () => {
    const error = await refusal(createClient({ baseUrl }).GET('/v1/people', { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: 'AbortError' });
  });
});

function begins(response: ServerResponse): ServerResponse {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"data": [');
  return response;
}

describe('a client that repeats safely', () => {
  const bell = { name: 'Ann', timeZone: 'UTC' };
  const keyOf = async (call: Promise<unknown>) => {
    await call.catch(() => {});
    return asked?.headers['idempotency-key'];
  };

  test('keeps the key of a POST until it is done: not over its answer, and not for another body', async () => {
    const { POST, PATCH } = createClient({ baseUrl, repeatsSafely: true });
    const add = (name = bell.name) => keyOf(POST('/v1/people', { body: { ...bell, name } }));
    answer = json(503, {});
    const key = await add();
    expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await add('Ben')).not.toBe(key);
    expect(await add()).toBe(key);
    answer = json(201, {});
    expect(await add()).toBe(key);
    expect(await add()).not.toBe(key);
    expect(await keyOf(PATCH('/v1/people/{id}', { params: { path: { id: 'p' } }, body: bell }))).toBeUndefined();
  });

  test('sends one key twice for what is pressed twice at once, and its body with it', async () => {
    const { POST } = createClient({ baseUrl, repeatsSafely: true });
    answer = json(201, {});
    const keys: unknown[] = [];
    const bodies: string[] = [];
    server.prependListener('request', async (request: IncomingMessage) => {
      keys.push(request.headers['idempotency-key']);
      for await (const part of request) bodies.push(String(part));
    });
    await Promise.all([POST('/v1/people', { body: bell }), POST('/v1/people', { body: bell })]);
    expect(new Set(keys).size).toBe(1);
    await expect.poll(() => bodies).toEqual([JSON.stringify(bell), JSON.stringify(bell)]);
  });

  test('takes the same words two minutes after the last try for another press, whose answer is its own', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const { POST } = createClient({ baseUrl, repeatsSafely: true });
      const init = { params: { path: { id: 'o' } }, body: { for: 'PT15M' } };
      const snooze = () => keyOf(POST('/v1/occurrences/{id}/snooze', init));
      answer = json(503, {});
      const key = await snooze();
      vi.advanceTimersByTime(119_000);
      expect(await snooze()).toBe(key);
      vi.advanceTimersByTime(121_000);
      expect(await snooze()).not.toBe(key);
    } finally {
      vi.useRealTimers();
    }
  });

  test('keeps the key of an answer that broke off within it, for two minutes from when it was given up', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const { POST } = createClient({ baseUrl, repeatsSafely: true, timeoutMs: 1000 });
      const add = () => keyOf(POST('/v1/people', { body: bell }));
      server.removeAllListeners('request').on('request', (request, response) => {
        asked = request;
        begins(response);
        vi.advanceTimersByTime(119_000);
      });
      const key = await add();
      expect(key).toBeDefined();
      vi.advanceTimersByTime(2_000);
      expect(await add()).toBe(key);
    } finally {
      vi.useRealTimers();
    }
  });

  test('takes the same words for another press once something else was done to their object', async () => {
    const { POST, PATCH, GET } = createClient({ baseUrl, repeatsSafely: true });
    const path = (id: string) => ({ params: { path: { id } } });
    const pause = (id: string) => keyOf(POST('/v1/schedules/{id}/pause', path(id)));
    answer = json(503, {});
    const [one, other] = [await pause('one'), await pause('other')];
    const add = () => keyOf(POST('/v1/schedules', { body: { title: 'Tea' } as never }));
    const added = await add();
    await keyOf(POST('/v1/schedules/{id}/resume', path('one')));
    answer = json(200, {});
    await GET('/v1/schedules/{id}', path('one'));
    answer = json(503, {});
    expect(await pause('one'), 'what was refused, or only read, changed nothing').toBe(one);
    answer = json(200, {});
    await POST('/v1/schedules/{id}/resume', path('one'));
    answer = json(503, {});
    const again = await pause('one');
    expect(again).not.toBe(one);
    expect(await pause('other')).toBe(other);
    expect(await add(), 'a list whose member was changed is another list').not.toBe(added);
    answer = json(200, {});
    await PATCH('/v1/schedules/{id}', { ...path('one'), body: {} });
    answer = json(503, {});
    expect(await pause('one')).not.toBe(again);
  });

  test('gives no key to a question, though it is asked by POST: its answer would be an old one', async () => {
    const { POST } = createClient({ baseUrl, repeatsSafely: true });
    answer = json(200, {});
    const body = {} as never;
    expect(await keyOf(POST('/v1/schedules/preview', { body }))).toBeUndefined();
    expect(await keyOf(POST('/v1/greetings/preview', { body }))).toBeUndefined();
    expect(await keyOf(POST('/v1/policies/simulate', { body }))).toBeUndefined();
    expect(await keyOf(POST('/v1/policies/{id}/simulate', { params: { path: { id: 'p' } }, body }))).toBeUndefined();
  });

  test('is one that was asked to: others send no key', async () => {
    answer = json(201, {});
    expect(await keyOf(createClient({ baseUrl }).POST('/v1/people', { body: bell }))).toBeUndefined();
  });
});
