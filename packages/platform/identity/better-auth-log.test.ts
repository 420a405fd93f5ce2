import { APIError } from 'better-auth/api';
import { DrizzleQueryError } from 'drizzle-orm';
import pg from 'pg';
import { expect, it } from 'vitest';
import { betterAuthLog } from './better-auth-log.ts';

function capture() {
  const lines: { level: string; text: string }[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    lines.push({ level, text: JSON.stringify({ ...fields, message }) });
  const log = betterAuthLog({ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') });
  return { log, lines };
}

it('names a failed query by its code, without the parameters', () => {
  const { log, lines } = capture();
  const cause = Object.assign(new pg.DatabaseError('duplicate key', 1, 'error'), { code: '23505', detail: 's3cret' });
  log('error', 'INTERNAL_SERVER_ERROR', new DrizzleQueryError('select $1', ['s3cret'], cause));
  expect(lines).toHaveLength(1);
  expect(lines[0]?.level).toBe('error');
  expect(lines[0]?.text).toContain('23505');
  expect(lines[0]?.text).not.toContain('s3cret');
});

it('drops rows and the query of a URL', () => {
  const { log, lines } = capture();
  log('warn', 'Invalid callbackURL: https://a.test/x?token=s3cret', { email: 's3cret@example.org' });
  expect(lines[0]?.text).toContain('Invalid callbackURL: https://a.test/x');
  expect(lines[0]?.text).not.toContain('s3cret');
});

it('takes a refused request for no error of ours', () => {
  const { log, lines } = capture();
  log('error', 'Failed to validate API key:', new APIError('UNAUTHORIZED', { code: 'INVALID_API_KEY' }));
  log('error', 'Invalid origin: https://evil.test');
  expect(lines.map(({ level }) => level)).toEqual(['debug', 'warn']);
});
