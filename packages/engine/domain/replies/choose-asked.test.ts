import { describe, expect, test } from 'vitest';
import type { OccurrenceState } from '../occurrence.ts';
import { chooseAsked } from './choose-asked.ts';

const nine = Temporal.Instant.from('2027-01-15T09:00:00Z');
const asked = (number: number | null, state: OccurrenceState, personId = 'ann', stateAt = nine) => ({
  number,
  state,
  personId,
  stateAt,
});

describe('a bare word', () => {
  test.each(['open', 'exhausted', 'snoozed', 'acknowledged', 'missed', 'failed'] as const)(
    'means the only one, which is %s',
    (state) => {
      const only = asked(null, state);
      expect(chooseAsked([only], 'complete', null)).toEqual({ type: 'these', occurrences: [only] });
    },
  );

  test('means the one that waits, rather than one that sleeps or has been seen', () => {
    const waiting = asked(2, 'open');
    const others = [asked(1, 'acknowledged'), asked(3, 'snoozed')];
    expect(chooseAsked([...others, waiting], 'complete', null)).toEqual({ type: 'these', occurrences: [waiting] });
  });

  test.each(['skip', 'cancel', 'pause', 'finish'] as const)('with ALL asks which, where it is to %s', (action) => {
    const among = [asked(1, 'open'), asked(2, 'open')];
    expect(chooseAsked(among, action, 'all')).toEqual({ type: 'ask-which', among });
    expect(chooseAsked(among, 'complete', 'all')).toEqual({ type: 'these', occurrences: among });
  });

  test.each(['open', 'exhausted'] as const)('that could mean two that are %s is asked which of those', (state) => {
    const among = [asked(1, state), asked(3, state)];
    expect(chooseAsked([...among, asked(2, 'snoozed')], 'acknowledge', null)).toEqual({ type: 'ask-which', among });
  });

  test('means the one that waits, rather than those that nobody answered in time', () => {
    const waiting = asked(3, 'open');
    const ignored = [asked(1, 'exhausted'), asked(2, 'exhausted')];
    expect(chooseAsked([...ignored, waiting], 'complete', null)).toEqual({ type: 'these', occurrences: [waiting] });
    expect(chooseAsked([...ignored, waiting], 'complete', 'all')).toEqual({ type: 'these', occurrences: [waiting] });
    expect(chooseAsked([...ignored, waiting], 'complete', 2)).toEqual({ type: 'these', occurrences: [ignored[1]] });
  });

  test('means nothing where nothing was asked', () => {
    expect(chooseAsked([], 'complete', null)).toEqual({ type: 'none' });
  });

  test('means the newest of what has been dealt with, where nothing else is left', () => {
    const newest = asked(2, 'cancelled', 'ann', nine.add({ minutes: 1 }));
    const both = [asked(1, 'completed'), newest];
    expect(chooseAsked(both, 'complete', null)).toEqual({ type: 'ended', occurrences: [newest] });
    expect(chooseAsked([...both, asked(3, 'missed')], 'complete', null).type).toBe('these');
  });
});

describe('a number', () => {
  const both = [asked(4, 'open'), asked(7, 'snoozed')];

  test('means the one that has it, whatever waits beside it', () => {
    expect(chooseAsked(both, 'complete', 7)).toEqual({ type: 'these', occurrences: [both[1]] });
  });

  test('of the only one, which was never given one, is 1', () => {
    const only = asked(null, 'open');
    expect(chooseAsked([only], 'complete', 1)).toEqual({ type: 'these', occurrences: [only] });
    expect(chooseAsked([only], 'complete', 2).type).toBe('ask-which');
  });

  test('of what has been dealt with means that, whatever waits beside it, unless that has the same', () => {
    const late = asked(1, 'completed');
    expect(chooseAsked([late, ...both], 'complete', 1)).toEqual({ type: 'ended', occurrences: [late] });
    const anew = asked(1, 'open');
    expect(chooseAsked([late, anew], 'complete', 1)).toEqual({ type: 'these', occurrences: [anew] });
  });

  test('that none has is asked about, even if only one is left: it may have meant the one that is done', () => {
    expect(chooseAsked(both, 'complete', 1)).toEqual({ type: 'ask-which', among: both });
    expect(chooseAsked([asked(4, 'open')], 'complete', 1).type).toBe('ask-which');
  });
});

describe('ALL', () => {
  const both = [asked(1, 'open'), asked(2, 'open')];

  test('means all that wait', () => {
    expect(chooseAsked([...both, asked(3, 'snoozed')], 'complete', 'all')).toEqual({
      type: 'these',
      occurrences: both,
    });
  });

  test('and BOTH mean what has been dealt with, where nothing else is left', () => {
    const late = [asked(1, 'completed'), asked(2, 'skipped')];
    expect(chooseAsked(late, 'complete', 'all')).toEqual({ type: 'ended', occurrences: late });
  });

  test('BOTH are two', () => {
    expect(chooseAsked(both, 'complete', 'both')).toEqual({ type: 'these', occurrences: both });
    expect(chooseAsked([...both, asked(3, 'open')], 'complete', 'both').type).toBe('ask-which');
  });

  test('is not taken from a phone that two people share, nor for leaving out', () => {
    expect(chooseAsked([asked(1, 'open'), asked(2, 'open', 'bea')], 'complete', 'all').type).toBe('ask-which');
    expect(chooseAsked(both, 'skip', 'all').type).toBe('ask-which');
  });
});
