import type { GreetingPlan } from '@belfry/sdk';
import { Group, Paper, Text } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { TextLink } from '../../ui/links.tsx';

const always = ['planned', 'gone'] as const;
const whereAny = ['late', 'missed', 'failed', 'withheld'] as const;

/** The day in figures, each of which leads to whom it counts; of what should not be, only where there is any. */
export function DayTotals({ plan }: { plan: GreetingPlan }) {
  const t = useTranslations('greetings');
  const locale = useLocale();
  const shown = [...always, ...whereAny.filter((name) => plan.total[name] > 0)];
  return (
    <Group gap="sm" role="group" aria-label={t('totals')}>
      {shown.map((name) => (
        <Paper key={name} px="md" py="xs">
          <Text fw={650} fz="xl" lh={1.2}>
            {plan.total[name].toLocaleString(locale)}
          </Text>
          {/* What is only foreseen stands nowhere yet. */}
          {name === 'gone' || plan.total[name] === 0 || (name === 'planned' && plan.foreseen) ? (
            <Text size="sm" c="dimmed">
              {t(name)}
            </Text>
          ) : (
            <TextLink
              to="/activity"
              search={{ day: plan.date, author: 'greetings', state: name }}
              size="sm"
              display="block"
              underline="always"
            >
              {t(name)}
            </TextLink>
          )}
        </Paper>
      ))}
      {plan.foreseen && (
        <Text size="sm" c="dimmed" maw={320}>
          {t('foreseen')}
        </Text>
      )}
    </Group>
  );
}
