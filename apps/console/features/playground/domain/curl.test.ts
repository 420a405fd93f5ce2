import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { planNight, setClock } from './calls.ts';
import { curlOf } from './curl.ts';

const where = { origin: 'http://127.0.0.1:8400', key: 'bf_key' };

test('a shell reads the command as it was meant, quotes and all', () => {
  const command = curlOf([{ method: 'POST', path: '/v1/people', body: { name: "O'Hara" } }], where);
  const words = execFileSync('sh', ['-c', command.replace(/^curl/, `printf '%s\\n'`)], { encoding: 'utf8' });
  expect(words.trimEnd().split('\n')).toEqual([
    '-X',
    'POST',
    'http://127.0.0.1:8400/playground/v1/people',
    '-H',
    'Authorization: Bearer bf_key',
    '-H',
    'content-type: application/json',
    '-d',
    `{"name":"O'Hara"}`,
  ]);
});

test('a call without a body says nothing of one', () => {
  expect(curlOf([{ method: 'GET', path: '/v1/me' }], where)).not.toContain('content-type');
});

test('an action of several calls is all of them, in the order in which the button makes them', () => {
  const command = curlOf([planNight({ personId: 'p', address: '+12025550101' }), setClock(0)], where);
  const paths = execFileSync('sh', ['-c', `curl() { echo "$3"; }\n${command}`], { encoding: 'utf8' });
  expect(paths).toBe('http://127.0.0.1:8400/playground/v1/schedules\nhttp://127.0.0.1:8400/playground/sandbox/clock\n');
});
