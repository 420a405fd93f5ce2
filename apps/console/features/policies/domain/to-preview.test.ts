import type { Simulation } from '@belfry/sdk';
import { expect, test } from 'vitest';
import { toPreview } from './to-preview.ts';

type Turn = Simulation['turns'][number];
type Status = Turn['contacts'][number]['status'];

function turn(at: string, ...statuses: Status[]): Turn {
  const clocks = { at, local: at, timeZone: 'UTC' };
  const contacts = statuses.map((status) => ({
    ...clocks,
    ...{
      personId: 'ann',
      personName: 'Ann',
      channel: 'sms',
      address: null,
      status,
      code: null,
      reason: null,
      until: null,
    },
    text: '',
  }));
  return { ...clocks, kind: 'step', step: 1, repeat: 0, reason: null, contacts };
}

test('each rung knows how far it is from the first', () => {
  const { turns } = toPreview({
    turns: [turn('2027-01-15T14:00:00Z', 'planned'), turn('2027-01-15T14:20:00Z', 'planned')],
  });
  expect(turns.map(({ afterMs }) => afterMs)).toEqual([0, 1_200_000]);
});

test('a rung that reaches nobody is in vain, one that waits is held, and one good contact redeems it', () => {
  const of = (...statuses: Status[]) => toPreview({ turns: [turn('2027-01-15T14:00:00Z', ...statuses)] }).turns[0]!;
  expect(of('unreachable', 'suppressed').isInVain).toBe(true);
  expect(of('unreachable', 'planned').isInVain).toBe(false);
  expect(of().isInVain).toBe(true);
  expect(of('held-back')).toMatchObject({ isInVain: false, isHeld: true });
});

test('of very many rungs the first and the end are shown, and how many are left out', () => {
  const turns = Array.from({ length: 101 }, (_, minute) =>
    turn(new Date(Date.UTC(2027, 0, 15, 14, minute)).toISOString(), 'planned'),
  );
  const preview = toPreview({ turns });
  expect([preview.turns.length, preview.left]).toEqual([24, 77]);
  expect(preview.turns.at(-1)?.afterMs).toBe(100 * 60_000);
});
