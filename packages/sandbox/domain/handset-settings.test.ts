import type { AppError } from '@belfry/kernel/app-error';
import { expect, test } from 'vitest';
import { parseHandsetSettings } from './handset-settings.ts';

test('what is left out is left out', () => {
  expect(parseHandsetSettings({})).toEqual({});
  expect(parseHandsetSettings({ persona: 'person', chaos: {} })).toEqual({ persona: 'person', chaos: {} });
  expect(parseHandsetSettings({ chaos: { acceptThenHang: 2 } })).toEqual({ chaos: { acceptThenHang: 2 } });
});

test.each([
  ['persona', { persona: 'ghost' }],
  ['persona', { persona: null }],
  ['chaos', { chaos: [] }],
  ['chaos', { chaos: 'some' }],
  ['chaos.explode', { chaos: { explode: 1 } }],
  ['chaos.acceptThenHang', { chaos: { acceptThenHang: -1 } }],
  ['chaos.acceptThenHang', { chaos: { acceptThenHang: 1.5 } }],
  ['chaos.acceptThenHang', { chaos: { acceptThenHang: '1' } }],
])('the error names %s', (path, input) => {
  expect(() => parseHandsetSettings(input)).toThrow(
    expect.objectContaining({ kind: 'validation', issues: [expect.objectContaining({ path })] }) as AppError,
  );
});
