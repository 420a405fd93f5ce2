import { expect, test } from 'vitest';
import { decryptPush } from './decrypt-push.ts';

const bytes = (text: string) => Buffer.from(text, 'base64url');

/** RFC 8291, section 5 and appendix A. */
const keys = {
  privateKey: bytes('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94'),
  publicKey: bytes('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
  authSecret: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
};
const published = bytes(
  'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
);

test('the published example is read', () => {
  expect(decryptPush(published, keys)?.toString()).toBe('When I grow up, I want to be a watermelon');
});

test('a push for somebody else, a changed one and a short one are not', () => {
  expect(decryptPush(published, { ...keys, authSecret: bytes('AAAAAAAAAAAAAAAAAAAAAA') })).toBeNull();
  for (const index of [0, 30, 90, published.length - 1]) {
    const changed = Buffer.from(published);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(decryptPush(changed, keys)).toBeNull();
  }
  for (const length of [0, 20, 86, 102]) expect(decryptPush(published.subarray(0, length), keys)).toBeNull();
});
