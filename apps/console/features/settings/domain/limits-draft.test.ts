import { expect, test } from 'vitest';
import { toLimitsDraft, toSettingsEdit } from './limits-draft.ts';

const settings = { delivery: 'active', throttlePerHour: 4, ratesPerSecond: { sms: 10 }, version: 1 } as const;

test('limits come back out of the form as they were', () => {
  const { throttlePerHour, ratesPerSecond } = settings;
  expect(toSettingsEdit(toLimitsDraft(settings))).toEqual({ throttlePerHour, ratesPerSecond });
});

test('an empty field is any number', () => {
  const draft = toLimitsDraft(settings);
  expect(draft['ratesPerSecond.email']).toBe('');
  const edit = toSettingsEdit({
    ...draft,
    throttlePerHour: ' ',
    'ratesPerSecond.sms': '',
    'ratesPerSecond.email': '5',
  });
  expect(edit).toEqual({ throttlePerHour: null, ratesPerSecond: { email: 5 } });
});
