import { parseConfig } from '@belfry/platform/config';
import { expect, test } from 'vitest';
import { inspectGoLive } from './inspect-go-live.ts';

const levels = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(inspectGoLive(parseConfig(env)).map(({ about, level }) => [about, level]));

test('a fresh installation has all of it to do, and each line says what', () => {
  const findings = inspectGoLive(parseConfig({}));
  expect(findings.map(({ level }) => level)).toEqual(Array(5).fill('advice'));
  expect(findings.every(({ todo }) => todo !== undefined && /Set /.test(todo))).toBe(true);
});

test('what is configured is in order, and no secret is told', () => {
  const secrets = { TWILIO_AUTH_TOKEN: 'a'.repeat(32), ENCRYPTION_KEY: 'k'.repeat(64), smtpPassword: 'smtp-password' };
  const env = {
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: secrets.TWILIO_AUTH_TOKEN,
    TWILIO_PHONE_NUMBER: '+12025550100',
    SMTP_URL: `smtps://user:${secrets.smtpPassword}@mail.example.com:465`,
    SMTP_FROM: 'Belfry <belfry@example.com>',
    BELFRY_URL: 'https://belfry.example.com',
    ENCRYPTION_KEY: secrets.ENCRYPTION_KEY,
    DATABASE_URL: 'postgres://belfry:secret@db.example.com/belfry',
  };
  expect(new Set(Object.values(levels(env)))).toEqual(new Set(['ok']));
  const said = JSON.stringify(inspectGoLive(parseConfig(env)));
  for (const secret of [...Object.values(secrets), 'belfry:secret']) expect(said).not.toContain(secret);
});

test('an address that the world cannot reach, or not safely, is still to do', () => {
  for (const BELFRY_URL of ['http://belfry.example.com', 'https://localhost:8400', 'https://192.168.1.5']) {
    expect(levels({ BELFRY_URL })['public address']).toBe('advice');
  }
});
