import type { Schedule } from '@belfry/sdk';

interface RuleOptions {
  excludeDates?: readonly string[];
  excludeWeekends?: boolean;
  excludeHolidays?: readonly string[];
  gap?: 'later' | 'skip';
  overlap?: 'first' | 'second' | 'both';
  clamp?: 'clamp' | 'next' | 'skip';
}

/** The rules as api.md spells them. */
export type Rule = RuleOptions &
  (
    | { type: 'once'; at?: string; localDate?: string }
    | { type: 'annual'; field: string; count?: number; sameDay?: boolean }
    | { type: 'rrule'; rrule: string; startDate?: string }
    | { type: 'every'; interval: string; anchor: string }
    | { type: 'cron'; cron: string; startDate?: string }
  );

/** The API answers a rule as it was sent, which its document does not take apart. */
export function readRule(rule: Schedule['rule']): Rule {
  return rule as unknown as Rule;
}
