import type { PersonId, ScheduleId } from '@belfry/kernel/ids';
import { newId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import { describe, expect, test } from 'vitest';
import { occurrenceStates } from '../domain/occurrence.ts';
import type { OccId } from '../domain/occurrence-id.ts';
import type { LinkView } from '../usecases/reading/read-link-view.ts';
import { occurrencePage } from './action-link-page.ts';
import { textsFor } from './action-link-texts.ts';

function viewOf(given: Partial<LinkView['occurrence']> = {}, locale = 'en'): LinkView {
  const dueAt = Temporal.Instant.from('2027-01-15T14:30:00Z');
  return {
    occurrence: {
      day: '2027-01-15',
      occId: newId<OccId>(),
      scheduleId: newId<ScheduleId>(),
      personId: newId<PersonId>(),
      personName: 'Ann Archer',
      title: 'Take pills',
      kind: 'reminder',
      author: null,
      state: 'open',
      slot: '2027-01-15#1',
      zone: 'Europe/London',
      personZone: 'Europe/London' as TimeZone,
      localTime: null,
      policyId: null,
      policyVersion: null,
      dueAt,
      firedAt: dueAt,
      closedAt: null,
      snoozedUntil: null,
      ...given,
    },
    viewer: { name: 'Dara', zone: 'Asia/Phnom_Penh' as TimeZone, locale },
    actions: [],
    schedule: null,
  };
}

const pageOf = (view: LinkView) => occurrencePage(view, textsFor(view.viewer.locale));
const buttonsOf = (html: string) => [...html.matchAll(/<button[^>]* value="([^"]+)"/g)].map(([, value]) => value);

describe('the page', () => {
  test('says what it is, for whom, when by both clocks, and what can be done', () => {
    const html = pageOf(viewOf());
    expect(html).toContain('<h1>Take pills</h1>');
    expect(html).toContain('For: Ann Archer');
    expect(html).toMatch(/15 January 2027|January 15, 2027/);
    expect(html).toMatch(/9:30\sPM|21:30/);
    expect(html).toContain('Asia/Phnom_Penh');
    expect(html).toContain('2027-01-15 14:30 UTC');
    expect(buttonsOf(html)).toEqual([
      'complete',
      'acknowledge',
      '1 hour',
      '3 hours',
      'until tomorrow',
      'skip',
      'cancel',
    ]);
  });

  test.each(occurrenceStates)('offers for what is %s what the rules allow', (state) => {
    const buttons = buttonsOf(pageOf(viewOf({ state })));
    if (['completed', 'cancelled', 'skipped'].includes(state)) expect(buttons).toEqual([]);
    else expect(buttons).toContain('complete');
    expect(buttons.includes('acknowledge')).toBe(['open', 'snoozed', 'exhausted', 'missed', 'failed'].includes(state));
  });

  const standing = (given: Partial<NonNullable<LinkView['schedule']>>) => ({
    ...viewOf(given.standing === 'paused' ? { state: 'cancelled' } : {}),
    schedule: { standing: 'under-way' as const, isOnce: false, ...given },
  });
  const folded = (html: string) => buttonsOf(/<details>.*<\/details>/s.exec(html)?.[0] ?? '');

  test('offers to pause and to end the reminder, folded away, to whom it is for', () => {
    expect(folded(pageOf(standing({})))).toEqual(['cancel', 'pause', 'finish']);
    expect(buttonsOf(pageOf(standing({}))).slice(-4)).toEqual(['skip', 'cancel', 'pause', 'finish']);
    expect(folded(pageOf(viewOf()))).toEqual(['cancel']);
    expect(pageOf(viewOf())).not.toContain('manage');
    const done = { ...standing({}), ...viewOf({ state: 'completed' }), schedule: standing({}).schedule };
    expect(buttonsOf(pageOf(done))).toEqual(['pause', 'finish']);
    expect(buttonsOf(pageOf({ ...done, schedule: { standing: 'under-way', isOnce: true } }))).toEqual([]);
  });

  test('of a paused one says so and offers to resume it; of one that has ended offers nothing', () => {
    const html = pageOf(standing({ standing: 'paused' }));
    expect(html).toContain('This reminder is paused');
    expect(buttonsOf(html)).toEqual(['resume', 'finish']);
    expect(folded(html)).toEqual(['finish']);
    const seen = viewOf({ state: 'acknowledged' });
    const ofSeen = pageOf({ ...seen, schedule: { standing: 'paused', isOnce: false } });
    expect(buttonsOf(ofSeen)).toEqual(['complete', 'skip', 'resume', 'cancel', 'finish']);
    const ended = { ...viewOf({ state: 'completed' }), schedule: { standing: 'finished', isOnce: false } as const };
    expect(buttonsOf(pageOf(ended))).toEqual([]);
  });

  test('says who did what, and until when it is snoozed', () => {
    const at = Temporal.Instant.from('2027-01-15T15:00:00Z');
    const view = viewOf({ state: 'snoozed', snoozedUntil: at.add({ hours: 2 }) });
    const html = pageOf({ ...view, actions: [{ state: 'snoozed', at, by: 'Ann Archer' }] });
    expect(html).toContain('Snoozed by Ann Archer');
    expect(html).toContain('2027-01-15 17:00 UTC');
  });

  test('is in Khmer for whom it is', () => {
    const html = pageOf(viewOf({}, 'km-KH'));
    expect(html).toContain('<html lang="km">');
    expect(html).toContain('រួចរាល់');
  });

  test('takes any text for text', () => {
    const html = pageOf(viewOf({ title: '<script>alert("1")</script>', personName: `O'Neil & "sons"` }));
    expect(html).not.toContain('<script');
    expect(html).not.toContain('"sons"');
  });

  test('is under 15 KB, runs no script, loads nothing, and does not break on a locale that nobody knows', () => {
    const schedule = { standing: 'under-way', isOnce: false } as const;
    const html = pageOf({ ...viewOf({ title: 'x'.repeat(200) }, 'km'), schedule });
    expect(Buffer.byteLength(html)).toBeLessThan(15_000);
    expect(html).not.toMatch(/<script|<link|<img|src=|url\(|@import| on\w+=/);
    expect(pageOf(viewOf({}, 'xx-invalid-locale-tag'))).toContain('Take pills');
  });
});
