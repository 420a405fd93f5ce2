import { expect, test } from 'vitest';
import { entityTag, requireVersion } from './entity-tag.ts';
import { serve } from './test/serve.ts';

test.each([
  ['nothing', {}, 200],
  ['this version', { 'if-match': entityTag(3) }, 200],
  ['anything', { 'if-match': '*' }, 200],
  ['several, with this one', { 'if-match': '"1", "3"' }, 200],
  ['an older version', { 'if-match': '"2"' }, 412],
  ['a weak tag, which If-Match never matches', { 'if-match': 'W/"3"' }, 412],
  ['a number without quotes', { 'if-match': '3' }, 400],
  ['nonsense beside this one', { 'if-match': '"3", 4' }, 400],
])('an edit that asks for %s', async (_, headers, status) => {
  const { app, post } = await serve((server) => {
    server.post('/v1/edits', { config: { heedsIfMatch: true } }, async (request) => {
      requireVersion(request, 3);
      return {};
    });
  });
  const answer = await post('/v1/edits', {}, headers);
  await app.close();
  expect(answer.status).toBe(status);
  if (status === 412) expect(answer.body).toMatchObject({ code: 'request.stale' });
  if (status === 400) expect(answer.body).toMatchObject({ errors: [{ path: 'If-Match' }] });
});

test('a route that does not say that it heeds If-Match cannot', async () => {
  const { app, post } = await serve((server) => {
    server.post('/v1/edits', async (request) => {
      requireVersion(request, 3);
      return {};
    });
  });
  const answer = await post('/v1/edits', {});
  await app.close();
  expect(answer.status).toBe(500);
});
