import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ActionLink, readActionLink, signActionLink } from './action-link.ts';
import type { OccId } from './occurrence-id.ts';

const secret = 'a secret of this installation';
const link: ActionLink = {
  day: '2027-01-15',
  occId: newId<OccId>(),
  tenantId: newId<TenantId>(),
  personId: newId<PersonId>(),
};

test.each(['1970-01-01', '2027-01-15', '9999-12-31'])('of %s comes back as it was signed', (day) => {
  expect(readActionLink(secret, signActionLink(secret, { ...link, day }))).toEqual({ ...link, day });
});

test('is short, needs no escaping in a URL and says no name', () => {
  expect(signActionLink(secret, link)).toMatch(/^[\w-]{84}$/);
});

test('of another secret is none', () => {
  expect(readActionLink('another', signActionLink(secret, link))).toBeNull();
});

test('with any character changed, added or taken away is none', () => {
  const token = signActionLink(secret, link);
  for (let i = 0; i < token.length; i++) {
    const other = token[i] === 'A' ? 'B' : 'A';
    expect(readActionLink(secret, token.slice(0, i) + other + token.slice(i + 1))).toBeNull();
    expect(readActionLink(secret, token.slice(0, i) + token.slice(i + 1))).toBeNull();
  }
  for (const tail of ['A', '=', ' ', '\n', '.']) expect(readActionLink(secret, token + tail)).toBeNull();
});

test('whatever is sent as one, there is no error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => readActionLink(secret, text) === null),
  );
});
