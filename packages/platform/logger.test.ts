import { spawnSync } from 'node:child_process';
import { AppError } from '@belfry/kernel/app-error';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serve } from './http/test/serve.ts';
import { redactLine } from './log-redaction.ts';
import { createLogger, type Logger } from './logger.ts';

let lines: string[];
let logger: Logger;

beforeEach(() => {
  lines = [];
  const write = (line: string): void => {
    lines.push(line);
  };
  logger = createLogger({ level: 'trace', destination: { write } });
});

const last = () => JSON.parse(lines.at(-1)!);

/** Of one person, whose record passes through everything below. */
const person = {
  name: 'Sokha Chan',
  phone: '+85512345678',
  email: 'sokha.chan@example.com',
  key: `bf_${'aB3'.repeat(21)}x`,
  note: 'my-heart-medicine',
};
const everything = /Sokha|Chan|12345678|12 345 678|sokha\.chan|aB3aB3|heart|hunter2|eyJ|s3ssion/;

describe('what is logged of a request', () => {
  it('is its route and how it went, whatever it carries and however it fails', async () => {
    const body = z.strictObject({ name: z.string(), phone: z.string().max(3), note: z.string() });
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijklmnopqrstuvwxyz0123456789';
    const served = await serve((app) => {
      app.post('/v1/people', { schema: { body } }, async () => ({}));
      app.post('/v1/fails/:who', async (request) => {
        throw new Error(`no answer from ${person.phone} (${person.email})`, {
          cause: new DrizzleQueryError(
            'INSERT INTO people VALUES ($1)',
            [person.name],
            pgError('22P02', `invalid input syntax: "${person.name}"`),
          ),
          ...{ request },
        });
      });
      app.get('/a/:token', async () => ({}));
      app.get('/v1/mismatch', { schema: { response: { 200: z.object({ name: z.number() }) } } }, async () =>
        JSON.parse(JSON.stringify(person)),
      );
    });
    const headers = { cookie: 'session=s3ssion', 'user-agent': person.name.replace(' ', '-') };
    await served.post('/v1/people', person, headers);
    await served.post('/v1/people', { name: person.name, phone: person.phone, note: person.note }, headers);
    await served.post(`/v1/people?name=${encodeURIComponent(person.name)}`, `{"name":"${person.name}"`, headers);
    await served.post(`/v1/fails/${encodeURIComponent(person.email)}?q=${person.note}`, person, headers);
    await served.get(`/a/${token}`, headers);
    await served.get(`/nobody/${encodeURIComponent(person.name)}/${token}`, headers);
    await served.get('/v1/mismatch', headers);
    await served.get('/v1/mismatch', { authorization: `Bearer ${person.key}` });
    await served.app.close();

    const log = served.log();
    expect(log).not.toMatch(everything);
    expect(log).toContain('"route":"/a/:token"');
    expect(log).toContain('"route":"unknown"');
    const failure = JSON.parse(log.split('\n').find((line) => line.includes('"route":"/v1/fails/:who"'))!);
    expect(failure).toMatchObject({ level: 'info', method: 'POST', status: 500, durationMs: expect.any(Number) });
  });
});

describe('what is logged of an error', () => {
  it('is its kind, its message without values, its frames and its causes', () => {
    logger.error(new Error(`cannot read "${person.name}"`, { cause: new TypeError('x is not a function') }));
    expect(last()).toMatchObject({
      level: 'error',
      msg: 'error',
      err: {
        type: 'Error',
        message: 'cannot read "…"',
        stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
        cause: { type: 'TypeError', message: 'x is not a function' },
      },
    });
  });

  it("is of the database's the code and the constraint, never a row", () => {
    const duplicate = pgError('23505', 'duplicate key value violates unique constraint "contact_point_address"', {
      detail: `Key (address)=(${person.phone}) already exists.`,
      constraint: 'contact_point_address',
      where: `COPY person, line 7: "${person.name}"`,
    });
    logger.error({ err: new DrizzleQueryError('INSERT', [person.name, person.phone], duplicate) }, 'failed');
    expect(lines.join()).not.toMatch(everything);
    expect(last().err).toMatchObject({
      message: 'a query failed',
      cause: {
        code: '23505',
        constraint: 'contact_point_address',
        message: expect.stringContaining('contact_point_address'),
      },
    });
  });

  it('is of ours the code and the details that hold nothing private', () => {
    const details = { attempt: 3, address: person.phone, provider: { status: 400, body: person.note } };
    logger.error({
      err: new AppError({ code: 'sms.refused', kind: 'unavailable', message: 'The provider refused.', details }),
    });
    expect(last().err).toMatchObject({
      code: 'sms.refused',
      message: 'The provider refused.',
      details: { attempt: 3, address: '[redacted]', provider: { status: 400, body: '[redacted]' } },
    });
  });

  it('is of broken JSON nothing that stood in it', () => {
    try {
      JSON.parse(`${person.name} said`);
    } catch (error) {
      logger.warn({ err: error }, 'unreadable');
    }
    expect(lines.join()).not.toMatch(everything);
    expect(last().err.type).toBe('SyntaxError');
  });
});

describe('fields', () => {
  it('that are private by their name are dropped at any depth, in children too', () => {
    logger.child({ person }).info({ people: [{ deep: { firstName: person.name, to: person.phone } }] }, 'seen');
    expect(lines.join()).not.toMatch(/Sokha|12345678|aB3/);
    expect(last()).toMatchObject({ people: [{ deep: { firstName: '[redacted]', to: '[redacted]' } }] });
  });

  it('that say what happened stay', () => {
    const fields = {
      occurrenceId: '0190a5d2-7c1e-7b5e-8000-000000000000',
      status: 'sent',
      count: 7,
      ok: true,
      at: Temporal.Instant.from('2026-11-20T09:00:00Z'),
    };
    logger.info(fields, 'attempt');
    expect(last()).toMatchObject({
      ...fields,
      at: '2026-11-20T09:00:00Z',
      level: 'info',
      msg: 'attempt',
      pid: process.pid,
    });
  });
});

describe('a message', () => {
  it.each([
    [`to ${person.email} now`, 'to [redacted] now'],
    [`to ${person.phone}`, 'to [redacted]'],
    ['to +855 12 345 678, twice', 'to [redacted], twice'],
    ['To=%2B85512345678&x', 'To=[redacted]&x'],
    [`Authorization: Bearer ${person.note}`, 'Authorization: Bearer [redacted]'],
    ['postgres://belfry:hunter2@db.internal:5432/belfry?x=1', 'postgres://db.internal:5432/…'],
    ['GET https://belfry.example/a/token-of-7?x=1 failed', 'GET https://belfry.example/… failed'],
    [`key ${person.key}`, 'key [redacted]'],
  ])('loses what is private in %j', (message, kept) => {
    logger.info(message);
    expect(last().msg).toBe(kept);
  });

  it.each([
    'shard 7 moved from 3 to 4 at 2026-11-20T09:00:00+07:00',
    'at file:///app/node_modules/@fastify/swagger/lib/index.js:12:7',
    'occurrence 0190a5d2-7c1e-7b5e-8000-000000000000',
    'constraint person_contact_point_tenant_id_person_id_fk',
    'applied 12 migrations in 1,234 ms',
  ])('keeps %j', (message) => {
    logger.info(message);
    expect(last().msg).toBe(message);
  });

  it('is one line of JSON whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (message, value) => {
        expect(JSON.parse(redactLine(JSON.stringify({ message, value })))).toHaveProperty('message');
      }),
    );
  });
});

it('goes to stderr, so that stdout stays for people, and is complete when the process ends', () => {
  const script = `const { createLogger } = await import(${JSON.stringify(new URL('./logger.ts', import.meta.url).href)});
    const logger = createLogger({ level: 'info' });
    logger.debug('hidden');
    for (let i = 0; i < 100; i++) logger.info({ i }, 'shown');
    process.exit(0);`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(child.stdout).toBe('');
  expect(
    child.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).i),
  ).toEqual(Array.from({ length: 100 }, (_, i) => i));
});

function pgError(code: string, message: string, fields: object = {}): Error {
  return Object.assign(new Error(message), { code, severity: 'ERROR', ...fields });
}
