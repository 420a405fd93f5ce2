import { text } from 'node:stream/consumers';
import { AppError, type ErrorKind, ruleBroken } from '@belfry/kernel/app-error';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problemSchema } from './problem.ts';
import { open, type Served, sendRaw, serve } from './test/serve.ts';

const contactPoint = z.strictObject({ channel: z.enum(['sms', 'email']), address: z.string() });
const person = z.strictObject({ name: z.string(), contactPoints: z.array(contactPoint).optional() });

let served: Served;

beforeAll(async () => {
  served = await serve((app) => {
    const created = { 201: z.object({ name: z.string() }) };
    app.post('/v1/people', { schema: { body: person, response: created } }, async (request, reply) =>
      reply.code(201).send({ name: request.body.name }),
    );
    const item = {
      params: z.object({ id: z.uuid() }),
      querystring: z.strictObject({ count: z.coerce.number().max(9) }),
    };
    app.get('/v1/people/:id', { schema: item }, async () => ({}));
    app.post('/v1/people/:id/restore', async () => ({ restored: true }));
    app.get('/v1/echo/:word', async (request) => ({ params: request.params, query: request.query }));
    app.post('/v1/anything', { schema: { body: z.unknown() } }, async () => ({ ok: true }));
    app.post('/v1/large', { bodyLimit: 3 * 1024 * 1024 }, async (request) => ({
      size: JSON.stringify(request.body).length,
    }));
    app.get('/v1/fault', async () => {
      throw new Error('the secret reason');
    });
    app.get('/v1/mismatch', { schema: { response: { 200: z.object({ secret: z.number() }) } } }, async () => {
      return JSON.parse('{"secret":"not a number"}');
    });
    app.get('/v1/refused/:kind', async (request) => {
      const { kind } = request.params as { kind: ErrorKind };
      throw new AppError({ code: 'test.refused', kind, message: 'Because.', details: { secret: 'reason' } });
    });
    app.get('/v1/rule', async () => {
      throw ruleBroken('test.rule', 'steps.0.after', 'must not come before the step before');
    });
  });
});
afterAll(() => served.app.close());

const valid = { name: 'Sokha' };

describe('a request that is not valid', () => {
  it('is told every path, the way to it through lists included', async () => {
    const body = { name: 1, contactPoints: [{ channel: 'sms' }, { channel: 'fax', address: 'x' }] };
    const answer = await served.post('/v1/people', body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({
      type: 'urn:belfry:problem:request.invalid',
      code: 'request.invalid',
      status: 400,
    });
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([
      'name',
      'contactPoints.0.address',
      'contactPoints.1.channel',
    ]);
    expect(answer.body.errors[1].message).toBe('is required');
    expect(problemSchema.safeParse(answer.body).success).toBe(true);
  });

  it('is told which fields are unknown, wherever they stand', async () => {
    const body = { ...valid, nick: 'S', contactPoints: [{ channel: 'sms', address: 'a', prio: 1, extra: 2 }] };
    const { body: problem } = await served.post('/v1/people', body);
    expect(problem.errors).toEqual([
      { path: 'contactPoints.0.prio', message: 'is not a known field' },
      { path: 'contactPoints.0.extra', message: 'is not a known field' },
      { path: 'nick', message: 'is not a known field' },
    ]);
  });

  it('is told the name of a parameter of the path or the query', async () => {
    const inPath = await served.get('/v1/people/7?count=1');
    expect(inPath.body.errors[0].path).toBe('id');
    const inQuery = await served.get('/v1/people/0190a5d2-7c1e-7b5e-8000-000000000000?count=99&verbose=1');
    expect(inQuery.status).toBe(400);
    expect(inQuery.body.errors.map((error: { path: string }) => error.path)).toEqual(['count', 'verbose']);
  });

  it('is told that a body is missing, also when it announces JSON and sends none', async () => {
    for (const headers of [{}, { 'content-type': 'application/json' }]) {
      const answer = await served.post('/v1/people', undefined, headers);
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '', message: 'is required' }] } });
    }
  });

  it.each(['{"name":', '[1,]', 'name', '{"__proto__": {"admin": true}}'])(
    'is told that %s is no JSON',
    async (body) => {
      const answer = await served.post('/v1/people', body);
      expect(answer).toMatchObject({ status: 400, body: { code: 'request.malformed-json' } });
    },
  );

  it('gets 415 for any other type, and for none', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'nonsense']) {
      const answer = await served.post('/v1/people', 'x', { 'content-type': type });
      expect(answer).toMatchObject({ status: 415, body: { code: 'request.unsupported-media-type' } });
    }
  });

  it('gets 413 above 1 MiB, unless the route takes more', async () => {
    const body = { name: 'x'.repeat(1024 * 1024) };
    expect(await served.post('/v1/people', body)).toMatchObject({ status: 413, body: { code: 'request.too-large' } });
    expect(await served.post('/v1/large', body)).toMatchObject({ status: 200 });
  });

  it('gets 413, and no broken connection, where it is still being sent', async () => {
    const socket = await open(served.port);
    const brokenBy: Error[] = [];
    socket.on('error', (error) => brokenBy.push(error));
    const half = 2 * 1024 * 1024;
    const head = `POST /v1/people HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\n`;
    socket.write(`${head}Content-Length: ${2 * half}\r\n\r\n`);
    for (let part = 0; part < 2; part++) {
      await new Promise((written) => socket.write('x'.repeat(half), written));
      // Longer than the server takes to see that it is too large.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 .*"request\.too-large"/s);
    expect(brokenBy).toEqual([]);
  });

  it('is told of its first fifty mistakes and no more', async () => {
    const contactPoints = Array.from({ length: 500 }, () => ({ channel: 'fax', address: 'x' }));
    const { body } = await served.post('/v1/people', { name: 'x', contactPoints });
    expect(body.errors).toHaveLength(50);
  });
});

describe('text that PostgreSQL cannot store', () => {
  it.each([
    ['{"name":"a\\u0000b"}', 'name'],
    ['{"name":"x","contactPoints":[{"channel":"sms","address":"\\ud800"}]}', 'contactPoints.0.address'],
  ])('is refused in %s', async (body, path) => {
    expect(await served.post('/v1/people', body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it('is refused where the schema would take anything, names of fields included', async () => {
    const answer = await served.post('/v1/anything', '{"a":{"b\\u0000":1}}');
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'a' }] } });
  });

  it('is refused in the path and in the query', async () => {
    expect(await served.get('/v1/echo/a%00b')).toMatchObject({ status: 400, body: { errors: [{ path: 'word' }] } });
    expect(await served.get('/v1/echo/a?q=%00&r=1')).toMatchObject({ status: 400, body: { errors: [{ path: 'q' }] } });
  });

  it('is not mistaken for what only looks like it', async () => {
    expect(await served.post('/v1/anything', '{"a":"\\\\u0000 and \\ud83d\\ude00"}')).toMatchObject({ status: 200 });
    expect(await served.get('/v1/echo/%E2%9C%93?q=%2B%20')).toMatchObject({
      status: 200,
      body: { params: { word: '✓' }, query: { q: '+ ' } },
    });
  });
});

describe('an address', () => {
  it('that does not exist is 404, with or without a key', async () => {
    for (const path of ['/v1/nothing', '/v1/people/7/restore/', '/nothing?token=abc']) {
      const answer = await served.get(path, { authorization: '' });
      expect(answer).toMatchObject({ status: 404, body: { code: 'route.not-found', title: 'Not Found' } });
    }
  });

  it('that exists for other methods is 405 and names them', async () => {
    const answer = await served.get('/v1/people/7/restore');
    expect(answer).toMatchObject({ status: 405, body: { code: 'route.method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it('that is no URL is 400, and one with an endless part 414', async () => {
    const broken = await served.get('/v1/echo/%zz');
    expect(broken).toMatchObject({ status: 400, body: { code: 'request.malformed-url' } });
    expect(broken.headers.get('x-request-id')).toBe(broken.body.requestId);
    const long = await served.get(`/v1/echo/${'a'.repeat(1025)}`);
    expect(long).toMatchObject({ status: 414, body: { code: 'request.url-too-long' } });
  });

  it('asked in something that is not HTTP gets a problem too', async () => {
    const answer = await sendRaw(served.port, 'HELO belfry\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ code: 'request.malformed', status: 400 });
    const tooMuch = await sendRaw(served.port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`);
    expect(tooMuch).toMatch(/^HTTP\/1.1 431 /);
  });

  it('takes a POST without a body, also one that announces JSON', async () => {
    expect(await served.post('/v1/people/7/restore')).toMatchObject({ status: 200 });
    expect(await served.post('/v1/people/7/restore', '', { 'content-type': 'application/json' })).toMatchObject({
      status: 200,
    });
  });
});

describe('an error of ours', () => {
  it.each([
    ['validation', 400],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['stale', 412],
    ['rule', 422],
    ['too-large', 413],
    ['rate-limited', 429],
    ['unavailable', 503],
  ])('of the kind %s is answered with %i and its message', async (kind, status) => {
    const answer = await served.get(`/v1/refused/${kind}`);
    expect(answer).toMatchObject({ status, body: { code: 'test.refused', detail: 'Because.', status } });
    expect(JSON.stringify(answer.body)).not.toContain('reason');
    expect(answer.headers.has('retry-after')).toBe(status === 429 || status === 503);
    expect(answer.headers.has('www-authenticate')).toBe(status === 401);
  });

  it('of the kind internal keeps its code and loses its message', async () => {
    const answer = await served.get('/v1/refused/internal');
    expect(answer).toMatchObject({ status: 500, body: { code: 'test.refused' } });
    expect(answer.body.detail).not.toContain('Because');
  });

  it('names the field that breaks a rule', async () => {
    const answer = await served.get('/v1/rule');
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'steps.0.after' }] } });
  });
});

describe('a fault', () => {
  it.each(['/v1/fault', '/v1/mismatch'])(
    'at %s says nothing but the request id, by which the log tells all',
    async (path) => {
      const answer = await served.get(path, { 'x-request-id': `fault-${path.length}` });
      expect(answer).toMatchObject({ status: 500, body: { code: 'internal', requestId: `fault-${path.length}` } });
      expect(JSON.stringify(answer.body)).not.toContain('secret');
      const line = served
        .log()
        .split('\n')
        .find((entry) => entry.includes('request failed') && entry.includes(`fault-${path.length}`));
      expect(JSON.parse(line!)).toMatchObject({
        level: 'error',
        err: { stack: expect.arrayContaining([expect.stringContaining('at ')]) },
      });
    },
  );
});

describe('every answer', () => {
  it('carries the id of its request: the one given, or a new one where none or a broken one was given', async () => {
    const given = await served.get('/v1/nothing', { 'x-request-id': 'trace-7.a:b' });
    expect(given.headers.get('x-request-id')).toBe('trace-7.a:b');
    expect(given.body.requestId).toBe('trace-7.a:b');
    for (const broken of ['', 'a b', 'x'.repeat(129), 'bob@example.com']) {
      const { headers } = await served.get('/health', { 'x-request-id': broken });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('tells browsers what not to do', async () => {
    for (const path of ['/health', '/v1/nothing', '/docs/']) {
      const { headers } = await served.get(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'self'; script-src 'self';");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    }
  });

  it('may not be stored anywhere when it was given to somebody in particular', async () => {
    expect((await served.get('/v1/echo/a')).headers.get('cache-control')).toBe('no-store');
    expect((await served.get('/openapi.json')).headers.get('cache-control')).toBeNull();
  });
});

it('unknown addresses can be served by what knows more of them, such as the console', async () => {
  const withConsole = await serve(() => {}, {
    serveUnknown: (request, reply) => {
      if (request.method !== 'GET' || request.url.startsWith('/v1/')) return false;
      reply.type('text/html').send('<p>console</p>');
      return true;
    },
  });
  expect(await withConsole.get('/people/7')).toMatchObject({ status: 200, body: '<p>console</p>' });
  expect(await withConsole.get('/v1/nothing')).toMatchObject({ status: 404 });
  expect(await withConsole.post('/people/7')).toMatchObject({ status: 404 });
  await withConsole.app.close();
});
