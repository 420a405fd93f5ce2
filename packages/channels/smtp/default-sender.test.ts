import { expect, test } from 'vitest';
import { defaultSender } from './default-sender.ts';

test.each([
  ['https://belfry.example.com/app', 'reminders@belfry.example.com'],
  ['http://127.0.0.1:8400', 'belfry@localhost'],
  ['http://[::1]:8400', 'belfry@localhost'],
  ['http://localhost:8400', 'belfry@localhost'],
])('%s sends from %s', (publicUrl, sender) => {
  expect(defaultSender(publicUrl)).toBe(sender);
});
