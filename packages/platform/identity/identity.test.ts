import { newId, type TenantId } from '@belfry/kernel/ids';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import Fastify, { type FastifyInstance } from 'fastify';
import type pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase, roles } from '../database.ts';
import { createIdentity, type Identity } from './identity.ts';
import { apikey, member, organization, session, user, verification } from './schema.ts';

const origin = 'http://belfry.test';
const wrongKey = `bf_${'a'.repeat(64)}`;

let server: Awaited<ReturnType<typeof testDatabase>>;
let database: Database;
let identity: Identity;
let app: FastifyInstance;
let address: string;
let log: string;

const rows = () => drizzle(database.pools.identity);

/** As a process of its own would have it: the same database and secret, nothing of this one's memory. */
function anotherProcess(options: { pool?: pg.Pool; baseUrl?: string } = {}): Identity {
  const write = (line: string) => {
    log += line;
  };
  return createIdentity({
    pool: database.pools.identity,
    baseUrl: origin,
    secret: 'a secret of thirty-two characters or more',
    logger: pino({ level: 'trace' }, { write }),
    ...options,
  });
}

async function serve(served: Identity): Promise<{ app: FastifyInstance; address: string }> {
  const app = Fastify();
  await app.register(served.plugin);
  app.get('/whoami', async (request) => {
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
    return { principal: await served.authenticate(new Headers(headers)) };
  });
  return { app, address: await app.listen({ host: '127.0.0.1', port: 0 }) };
}

const bearer = (key: string) => new Headers({ authorization: `Bearer ${key}` });
const request = (path: string, init: RequestInit = {}) => fetch(`${address}${path}`, { redirect: 'manual', ...init });
const whoAmI = async (headers: Record<string, string>) => {
  const answer = (await (await request('/whoami', { headers })).json()) as { principal: unknown };
  return answer.principal;
};
const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
const newLink = async () => new URL(await identity.createSignInLink()).pathname;
/** What its button does. */
const follow = (path: string, headers: Record<string, string> = {}) => request(path, { method: 'POST', headers });
const signIn = async () => cookieOf(await follow(await newLink()));

beforeAll(async () => {
  server = await testDatabase();
  database = openDatabase({ ...throughPool(server.url), poolMin: 0, poolMax: 4 });
});
afterAll(async () => {
  await database.close();
  await server.close();
});

beforeEach(async () => {
  log = '';
  await rows().execute(sql`DELETE FROM identity.organization`);
  await rows().execute(sql`DELETE FROM identity."user"`);
  identity = anotherProcess();
  ({ app, address } = await serve(identity));
});
afterEach(() => app.close());

it('makes the first organisation once, whoever asks at the same time', async () => {
  const processes = Array.from({ length: 10 }, () => anotherProcess());
  const ids = await Promise.all(processes.map((process) => process.ensureFirstOrganisation()));
  expect(new Set(ids).size).toBe(1);
  expect(await rows().select({ id: organization.id, name: organization.name }).from(organization)).toEqual([
    { id: ids[0], name: 'My organisation' },
  ]);
  expect(await rows().select({ role: member.role, email: user.email }).from(member).innerJoin(user, sql`true`)).toEqual(
    [{ role: 'owner', email: 'owner@belfry.invalid' }],
  );
});

it('keeps the first organisation when it was renamed and others followed', async () => {
  const first = await identity.ensureFirstOrganisation();
  await rows().update(organization).set({ name: 'Ringers', slug: 'ringers' }).where(eq(organization.id, first));
  await rows().insert(organization).values({ id: newId(), name: 'Second', slug: 'second' });
  expect(await anotherProcess().ensureFirstOrganisation()).toBe(first);
});

it('signs in once and only once with a link, however many open it', async () => {
  const path = await newLink();
  const answers = await Promise.all(Array.from({ length: 8 }, () => follow(path)));
  expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(303));
  expect(answers.map((answer) => answer.headers.get('location')).sort()).toEqual([
    '/',
    ...Array(7).fill('/?signIn=expired'),
  ]);
  expect(await rows().select({ id: session.id }).from(session)).toHaveLength(1);

  const tenantId = await identity.ensureFirstOrganisation();
  const cookie = answers.map(cookieOf).find((text) => text !== '') ?? '';
  expect(await whoAmI({ cookie })).toEqual({
    tenantId,
    actor: { type: 'user', id: expect.any(String), name: 'Owner' },
    via: 'session',
  });
});

it('leaves a link good for whoever only looks', async () => {
  const path = await newLink();
  expect((await request(path, { method: 'HEAD' })).status).toBe(200);
  const looked = await request(path);
  expect(looked.headers.getSetCookie()).toEqual([]);
  expect(await looked.text()).toContain('<form method="post"><button>Sign in</button></form>');
  expect((await follow(path)).headers.get('location')).toBe('/');
});

it('signs in at once where a browser says that somebody goes there', async () => {
  const headers = { 'sec-fetch-mode': 'navigate' };
  const gone = await app.inject({ method: 'GET', url: await newLink(), headers });
  expect([gone.statusCode, gone.headers.location]).toEqual([303, '/']);
  expect(gone.headers['set-cookie']).toBeDefined();
});

it('leads to the page of the console that a link names, and nowhere else', async () => {
  const link = new URL(await identity.createSignInLink({ page: '/greetings' }));
  const cookie = cookieOf(await follow(link.pathname));
  const leadsTo = async (query: string) =>
    (await follow(`${link.pathname}${query}`, { cookie })).headers.get('location');
  expect(await leadsTo(link.search)).toBe('/greetings');
  for (const elsewhere of ['//evil.example', '/\\evil.example', 'https://evil.example', '/a\r\nset-cookie:x', 'a', ''])
    expect(await leadsTo(`?page=${encodeURIComponent(elsewhere)}`)).toBe('/');
  expect(await leadsTo('?page=/greetings&page=//evil.example')).toBe('/');
});

it('lets a link expire', async () => {
  const path = await newLink();
  await rows()
    .update(verification)
    .set({ expiresAt: new Date(Date.now() - 1) })
    .where(sql`true`);
  const answer = await follow(path);
  expect(answer.headers.get('location')).toBe('/?signIn=expired');
  expect(answer.headers.getSetCookie()).toEqual([]);
});

it('gives a link an hour', async () => {
  await newLink();
  const [link] = await rows()
    .select({ lifeMs: sql<number>`extract(epoch FROM expires_at - now()) * 1000` })
    .from(verification);
  expect(Number(link?.lifeMs)).toBeGreaterThan(59 * 60_000);
  expect(Number(link?.lifeMs)).toBeLessThanOrEqual(60 * 60_000);
});

it('sends somebody who is signed in already to the console, whatever became of the link', async () => {
  const path = await newLink();
  const cookie = cookieOf(await follow(path));
  expect((await follow(path, { cookie })).headers.get('location')).toBe('/');
});

it('guards the session cookie, over TLS more than without', async () => {
  const plain = (await follow(await newLink())).headers.getSetCookie()[0];
  expect(plain).toMatch(/^belfry\.session_token=.+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);

  const behindTls = anotherProcess({ baseUrl: 'https://belfry.test' });
  const served = await serve(behindTls);
  const answer = await fetch(`${served.address}${await newLink()}`, { method: 'POST', redirect: 'manual' });
  await served.app.close();
  expect(answer.headers.getSetCookie()[0]).toMatch(/^__Secure-belfry\.session_token=.+; Secure; SameSite=Lax$/);
  expect(await behindTls.authenticate(new Headers({ cookie: cookieOf(answer) }))).not.toBeNull();
});

it('takes no forged, foreign or ended session', async () => {
  const cookie = await signIn();
  expect(await whoAmI({ cookie })).not.toBeNull();
  expect(await whoAmI({ cookie: `${cookie}x` })).toBeNull();
  expect(await whoAmI({ cookie: 'belfry.session_token=abc.def' })).toBeNull();
  expect(await whoAmI({})).toBeNull();
  await rows()
    .update(session)
    .set({ expiresAt: new Date(Date.now() - 1) })
    .where(sql`true`);
  expect(await whoAmI({ cookie })).toBeNull();
});

it('signs out, and only when our own pages ask for it', async () => {
  const cookie = await signIn();
  const signOut = (headers: Record<string, string>) =>
    request('/auth/sign-out', {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', ...headers },
      body: '{}',
    });
  expect((await signOut({ origin: 'http://evil.test' })).status).toBe(403);
  expect((await signOut({})).status).toBe(403);
  expect(await whoAmI({ cookie })).not.toBeNull();
  expect((await signOut({ origin: 'http://evil.test', 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await signOut({ origin })).status).toBe(200);
  expect(await whoAmI({ cookie })).toBeNull();
});

it('signs out where our own pages were opened by another address', async () => {
  const cookie = await signIn();
  const headers = { cookie, origin: 'http://localhost:8400', 'sec-fetch-site': 'same-origin' };
  expect((await request('/auth/sign-out', { method: 'POST', headers })).status).toBe(200);
  expect(await whoAmI({ cookie })).toBeNull();
});

it('ends the other sessions of a user on request', async () => {
  const [mine, other] = [await signIn(), await signIn()];
  const headers = { cookie: mine, origin };
  expect((await request('/auth/revoke-other-sessions', { method: 'POST', headers })).status).toBe(200);
  expect(await whoAmI({ cookie: other })).toBeNull();
  expect(await whoAmI({ cookie: mine })).not.toBeNull();
});

it('tells the console who is signed in', async () => {
  const answer = await request('/auth/get-session', { headers: { cookie: await signIn() } });
  expect(await answer.json()).toMatchObject({ user: { name: 'Owner', email: 'owner@belfry.invalid' } });
  expect(await (await request('/auth/get-session')).json()).toBeNull();
});

it('ends a session with the membership, and never moves it to another organisation', async () => {
  const cookie = await signIn();
  const first = await identity.ensureFirstOrganisation();
  const second = newId<TenantId>();
  const [owner] = await rows().select({ id: user.id }).from(user);
  await rows().insert(organization).values({ id: second, name: 'Second', slug: 'second' });
  await rows().insert(member).values({ id: newId(), organizationId: second, userId: owner!.id, role: 'member' });
  expect(await whoAmI({ cookie })).toMatchObject({ tenantId: first });

  await rows().update(session).set({ activeOrganizationId: second }).where(sql`true`);
  expect(await whoAmI({ cookie })).toMatchObject({ tenantId: second });
  await rows().delete(member).where(eq(member.organizationId, second));
  expect(await whoAmI({ cookie })).toBeNull();
});

it('offers strangers no way in and no endpoint that nothing needs yet', async () => {
  await identity.ensureFirstOrganisation();
  const body = JSON.stringify({ email: 'eve@example.org', password: 'correct horse', name: 'Eve' });
  const headers = { 'content-type': 'application/json', origin };
  for (const path of [
    'sign-up/email',
    'sign-in/email',
    'sign-in/magic-link',
    'organization/create',
    'api-key/create',
  ]) {
    expect((await request(`/auth/${path}`, { method: 'POST', headers, body })).status, path).toBe(404);
  }
  const link = await newLink();
  const token = link.slice('/sign-in/'.length);
  expect((await request(`/auth/magic-link/verify?token=${token}`)).status).toBe(404);
  expect((await follow(link)).headers.get('location')).toBe('/');
});

it('knows a key as the organisation it belongs to', async () => {
  const tenantId = await identity.ensureFirstOrganisation();
  const key = await identity.createKey({ name: 'nightly import' });
  expect(key).toMatch(/^bf_[A-Za-z]{64}$/);
  expect(await whoAmI({ authorization: `Bearer ${key}` })).toEqual({
    tenantId,
    actor: { type: 'key', id: expect.any(String), name: 'nightly import' },
    via: 'key',
  });
  expect(await rows().select({ expiresAt: apikey.expiresAt }).from(apikey)).toEqual([{ expiresAt: null }]);
});

it('makes a key for the organisation it is told, and for no other', async () => {
  const first = await identity.ensureFirstOrganisation();
  const key = await identity.createKey({ tenantId: first });
  expect(await identity.authenticate(bearer(key))).toMatchObject({ tenantId: first });
  await expect(identity.createKey({ tenantId: newId<TenantId>() })).rejects.toMatchObject({
    code: 'organisation.not-found',
  });
});

it('takes nothing but a live key for one', async () => {
  const key = await identity.createKey();
  expect(await identity.authenticate(bearer(wrongKey))).toBeNull();
  expect(await identity.authenticate(bearer(`${key}a`))).toBeNull();
  expect(await identity.authenticate(new Headers({ authorization: `Basic ${key}` }))).toBeNull();
  expect(await identity.authenticate(new Headers({ 'x-api-key': key }))).toBeNull();

  await rows().update(apikey).set({ enabled: false }).where(sql`true`);
  expect(await identity.authenticate(bearer(key))).toBeNull();
  await rows()
    .update(apikey)
    .set({ enabled: true, expiresAt: new Date(Date.now() - 1) })
    .where(sql`true`);
  expect(await identity.authenticate(bearer(key))).toBeNull();
});

it('does not fall back to the cookie when a key is wrong', async () => {
  const cookie = await signIn();
  expect(await whoAmI({ cookie, authorization: `Bearer ${wrongKey}` })).toBeNull();
});

it('stops a revoked key at once here, and elsewhere as soon as it is looked up', async () => {
  const key = await identity.createKey();
  const principal = await identity.authenticate(bearer(key));
  const { tenantId, actor } = principal!;
  await expect(identity.revokeKey({ tenantId: newId<TenantId>(), keyId: actor.id })).rejects.toMatchObject({
    code: 'key.not-found',
  });
  expect(await identity.authenticate(bearer(key))).toEqual(principal);

  await identity.revokeKey({ tenantId, keyId: actor.id });
  expect(await identity.authenticate(bearer(key))).toBeNull();
  expect(await anotherProcess().authenticate(bearer(key))).toBeNull();
});

it('sets no limit to the requests of a key', async () => {
  const key = await identity.createKey();
  const headers = { authorization: `Bearer ${key}` };
  const answers = await Promise.all(Array.from({ length: 200 }, () => whoAmI(headers)));
  expect(answers.filter((principal) => principal !== null)).toHaveLength(200);
  for (let i = 0; i < 20; i++) expect(await anotherProcess().authenticate(bearer(key))).not.toBeNull();
});

it('calls nobody a stranger while the database cannot be asked', async () => {
  const key = await identity.createKey();
  const cookie = await signIn();
  const broken = openDatabase({ ...throughPool(server.url), poolMin: 0, poolMax: 1 });
  const cutOff = anotherProcess({ pool: broken.pools.identity });
  expect(await cutOff.authenticate(bearer(wrongKey))).toBeNull();
  await broken.close();
  await expect(cutOff.authenticate(bearer(key))).rejects.toMatchObject({ code: 'identity.unavailable' });
  await expect(cutOff.authenticate(new Headers({ cookie }))).rejects.toMatchObject({ code: 'identity.unavailable' });
});

it('logs no link, token, key or address', async () => {
  const key = await identity.createKey();
  const link = await newLink();
  const cookie = cookieOf(await follow(link));
  await follow(link);
  await identity.authenticate(bearer(wrongKey));
  const broken = openDatabase({ ...throughPool(server.url), poolMin: 0, poolMax: 1 });
  await broken.close();
  const cutOff = anotherProcess({ pool: broken.pools.identity });
  await Promise.allSettled([cutOff.authenticate(bearer(key)), cutOff.authenticate(new Headers({ cookie }))]);

  expect(log).toContain('better-auth');
  const token = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? '';
  for (const secret of [key, wrongKey, link.slice('/sign-in/'.length), token, 'owner@belfry.invalid']) {
    expect(secret).not.toBe('');
    expect(log).not.toContain(secret);
  }
});

it('keeps the tables from every other role', async () => {
  const { rows: tables } = await database.pools.identity.query<{ name: string }>(
    `SELECT format('identity.%I', table_name) AS name FROM information_schema.tables WHERE table_schema = 'identity'`,
  );
  expect(tables.length).toBeGreaterThanOrEqual(8);
  for (const role of roles) {
    for (const { name } of tables) {
      const read = database.pools[role].query(`SELECT 1 FROM ${name}`);
      if (role === 'identity') await expect(read).resolves.toBeDefined();
      else await expect(read, `${role} reads ${name}`).rejects.toMatchObject({ code: '42501' });
    }
  }
});
