import { describe, expect, test } from 'vitest';
import { createSealer } from './sealer.ts';

const secret = 'a secret of this installation, long enough';
const older = 'the secret before that one, long enough too';
const sealer = createSealer('tests', { secret, previous: [older] });
const place = ['tenant', 'person', 'webhook'];

describe('what is sealed', () => {
  test('is opened in its own place, and holds nothing of what it was', () => {
    const sealed = sealer.seal('ថ្នាំ sesame', place);
    expect(sealer.open(sealed, place)).toBe('ថ្នាំ sesame');
    expect(JSON.stringify(sealed)).not.toMatch(/sesame/);
    expect(sealer.seal('ថ្នាំ sesame', place).sealed).not.toBe(sealed.sealed);
  });

  test.each([[['tenant', 'other', 'webhook']], [['tenant', 'personw', 'ebhook']], [['tenant', 'person']]])(
    'cannot be opened as another’s: %s',
    (other) => {
      expect(sealer.open(sealer.seal('sesame', place), other)).toBeNull();
    },
  );

  test('cannot be changed, or cut short, in any byte', () => {
    const { sealed, key } = sealer.seal('s', place);
    const bytes = Buffer.from(sealed, 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i]! ^= 1;
      expect(sealer.open({ sealed: changed.toString('base64url'), key }, place)).toBeNull();
      const cut = bytes.subarray(0, i).toString('base64url');
      expect(sealer.open({ sealed: cut, key }, place)).toBeNull();
    }
  });

  test('with the secret before is opened still, and with any other not', () => {
    const before = createSealer('tests', { secret: older, previous: [] }).seal('sesame', place);
    expect(sealer.open(before, place)).toBe('sesame');
    expect(createSealer('tests', { secret, previous: [] }).open(before, place)).toBeNull();
    expect(sealer.seal('sesame', place).key).toBe(sealer.keyId);
  });

  test('for one purpose is not opened for another', () => {
    const other = createSealer('other tests', { secret, previous: [] });
    expect(other.open(sealer.seal('sesame', place), place)).toBeNull();
  });
});
