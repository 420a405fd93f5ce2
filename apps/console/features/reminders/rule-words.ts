import type { Schedule } from '@belfry/sdk';
import { useLocale, useTranslations } from 'use-intl';
import { formatDuration, parseDurationMs } from '../../time/duration.ts';
import { readRule } from './domain/read-rule.ts';
import { type Recurrence, readRRule } from './domain/rrule-text.ts';
import { weekdayName } from './weekday-name.ts';

/** A rule in words: `Every day at 08:00`; one that this console has no words for is shown as it is written. */
export function useRuleWords(): (schedule: Pick<Schedule, 'rule' | 'localTime'>) => string {
  const t = useTranslations('rule');
  const locale = useLocale();
  const recurrenceWords = useRecurrenceWords();
  return (schedule) => {
    const rule = readRule(schedule.rule);
    const time = (schedule.localTime ?? '').slice(0, 5);
    switch (rule.type) {
      case 'once':
        return t('once');
      case 'annual':
        return rule.field === 'birthDate' || rule.field === 'anniversaryDate'
          ? t(rule.field, { time })
          : t('otherDate', { date: rule.field, time });
      case 'every':
        return t('every', { duration: formatDuration(parseDurationMs(rule.interval) ?? 0, locale) });
      case 'cron':
        return t('cron', { cron: rule.cron });
      case 'rrule': {
        const read = readRRule(rule.rrule);
        return read ? recurrenceWords(read, time) : t('rrule', { rrule: rule.rrule, time });
      }
    }
  };
}

function useRecurrenceWords(): (recurrence: Recurrence, time: string) => string {
  const t = useTranslations('rule');
  const locale = useLocale();
  return ({ freq, interval, weekdays, monthly }, time) => {
    if (freq === 'DAILY') return t('daily', { interval, time });
    if (freq === 'WEEKLY') {
      const list = new Intl.ListFormat(locale, { type: 'conjunction' });
      const days = list.format(weekdays.map((day) => weekdayName(day, locale, weekdays.length > 2 ? 'short' : 'long')));
      return weekdays.length === 0 ? t('weekly', { interval, time }) : t('weeklyOn', { interval, days, time });
    }
    if (!('day' in monthly)) {
      const weekday = weekdayName(monthly.weekday, locale, 'long');
      const { nth } = monthly;
      return nth === -1
        ? t('monthlyLastWeekday', { interval, weekday, time })
        : t('monthlyWeekday', { interval, nth, weekday, time });
    }
    return monthly.day === -1
      ? t('monthlyLast', { interval, time })
      : t('monthlyDay', { interval, day: monthly.day, time });
  };
}
