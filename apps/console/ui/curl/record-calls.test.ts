import { dataOf } from '@belfry/sdk';
import { expect, test } from 'vitest';
import { curlText } from './domain/curl-text.ts';
import { recordCalls } from './record-calls.ts';

const baseUrl = 'http://127.0.0.1:8400';

test('an action is copied as it would be sent, with the key’s name instead of the key', async () => {
  const calls = await recordCalls(
    (api) =>
      api.POST('/v1/occurrences/{id}/snooze', { params: { path: { id: 'a b' } }, body: { text: 'until he’s back' } }),
    baseUrl,
  );
  expect(curlText(calls)).toBe(`curl -X POST 'http://127.0.0.1:8400/v1/occurrences/a%20b/snooze' \\
  -H "Authorization: Bearer $BELFRY_KEY" \\
  -H 'content-type: application/json' \\
  -d '{"text":"until he’s back"}'`);
});

test('what the client adds to a request is copied too', async () => {
  const calls = await recordCalls(
    (api) => api.DELETE('/v1/policies/{id}', { params: { path: { id: 'p' } }, headers: { 'if-match': '"3"' } }),
    baseUrl,
  );
  expect(curlText(calls)).toContain(`-H 'if-match: "3"'`);
  expect(curlText(calls)).not.toContain('-d ');
});

test('a quote does not end the shell’s own', async () => {
  const calls = await recordCalls(
    (api) => api.POST('/v1/people', { body: { name: "O'Neill", timeZone: 'UTC' } }),
    baseUrl,
  );
  expect(curlText(calls)).toContain(`-d '{"name":"O'\\''Neill","timeZone":"UTC"}'`);
});

test('a call that needs the answer of the one before says so', async () => {
  const calls = await recordCalls(async (api) => {
    const { id } = await dataOf(api.POST('/v1/people', { body: { name: 'Ann', timeZone: 'UTC' } }));
    await api.PATCH('/v1/people/{id}', { params: { path: { id } }, body: { name: 'Ann' } });
    await api.POST('/v1/schedules', {
      body: { personId: id, title: 'Pills', rule: { type: 'once', at: '2027-01-15T13:58:00Z' } },
    });
  }, baseUrl);
  const commands = curlText(calls).split('\n\n');
  expect(commands[0]).not.toContain('ID_FROM_ABOVE');
  expect(commands[1]).toMatch(
    /^# ID_FROM_ABOVE: the id in the answer of the command above\ncurl -X PATCH .*ID_FROM_ABOVE'/,
  );
  expect(commands[2]).toContain('"personId":"ID_FROM_ABOVE"');
});
