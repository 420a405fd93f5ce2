import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { expect, it } from 'vitest';
import { createBetterAuth } from './better-auth.ts';

it('has every field that Better Auth writes, and demands none that it does not', async () => {
  const silent = () => {};
  const { $context } = createBetterAuth({
    database: drizzle(new pg.Pool()),
    origin: 'http://127.0.0.1:8400',
    secret: 'a secret of thirty-two characters or more',
    secureCookies: false,
    logger: { debug: silent, info: silent, warn: silent, error: silent },
  });
  const { checkSchema } = await $context;
  expect(checkSchema).toBeTypeOf('function');
  await expect(checkSchema?.()).resolves.toBeUndefined();
});
