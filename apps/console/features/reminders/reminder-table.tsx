import type { Schedule } from '@belfry/sdk';
import { Paper, Table, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { TextLink } from '../../ui/links.tsx';
import classes from '../../ui/stacked-table.module.css';
import { StateMark } from '../../ui/state-mark.tsx';
import { useRowKeys } from '../../ui/use-row-keys.ts';
import { usePolicy } from '../policies/use-policy.ts';
import { NextTime } from './next-time.tsx';
import { useRuleWords } from './rule-words.ts';

export function ReminderTable({ schedules }: { schedules: readonly Schedule[] }) {
  const t = useTranslations('reminders');
  const ruleWords = useRuleWords();
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <Paper px="md" py="xs">
      <Table className={classes['table'] ?? ''} horizontalSpacing={0} verticalSpacing="sm" aria-label={t('title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('what')}</Table.Th>
            <Table.Th>{t('next')}</Table.Th>
            <Table.Th>{t('ifNobodyAnswers')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={rows}>
          {schedules.map((schedule) => (
            <Table.Tr key={schedule.id}>
              <Table.Td pr="md">
                <TextLink data-row to="/reminders/$scheduleId" params={{ scheduleId: schedule.id }} fw={600}>
                  {schedule.title}
                </TextLink>
                <Text size="sm" c="dimmed">
                  {t('forWhom', { person: schedule.personName, rule: ruleWords(schedule) })}
                </Text>
              </Table.Td>
              <Table.Td pr="md">
                {schedule.state === 'active' ? <NextTime schedule={schedule} /> : <StateMark state={schedule.state} />}
              </Table.Td>
              <Table.Td>
                <Text size="sm" component="span">
                  <PolicyName id={schedule.policyId} />
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function PolicyName({ id }: { id: string | null }) {
  const t = useTranslations('reminders');
  const policy = usePolicy(id);
  return id === null ? t('oneMessage') : policy?.name;
}
