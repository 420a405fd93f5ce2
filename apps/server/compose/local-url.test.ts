import { expect, test } from 'vitest';
import { localUrl } from './local-url.ts';

test.each([
  ['127.0.0.1', 'http://127.0.0.1:8400'],
  ['0.0.0.0', 'http://127.0.0.1:8400'],
  ['::', 'http://[::1]:8400'],
  ['::1', 'http://[::1]:8400'],
  ['belfry.local', 'http://belfry.local:8400'],
])('a server on %s is reached at %s', (host, url) => {
  expect(localUrl(host, 8400)).toBe(url);
  expect(URL.canParse(localUrl(host, 8400))).toBe(true);
});
