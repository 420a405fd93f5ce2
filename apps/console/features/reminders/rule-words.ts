import type { Schedule } from '@belfry/sdk';
import { useTranslations } from 'use-intl';

/** A rule in words: `Once`, `Every day at 08:00`; a rule this console has no words for is shown as it is written. */
export function useRuleWords(): (schedule: Pick<Schedule, 'rule' | 'localTime'>) => string {
  const t = useTranslations('rule');
  return ({ rule, localTime }) => {
    if (rule.type === 'once') return t('once');
    if (rule.rrule === 'FREQ=DAILY') return t('daily', { time: (localTime ?? '').slice(0, 5) });
    return rule.rrule;
  };
}
