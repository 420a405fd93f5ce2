import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { TextLink } from '../../ui/links.tsx';
import { useStateWord } from '../../ui/state-mark.tsx';
import { isGreetedDay } from './domain/waiting-groups.ts';
import { GreetedDayCard } from './greeted-day-card.tsx';
import { WaitingCard } from './waiting-card.tsx';
import type { WaitingGroup } from './waiting-query.ts';

/** So many are taken in at a glance. */
const SHOWN = 5;

/** All of one state; the first few, until somebody wants to see the others. */
export function WaitingList({ group: { state, waiting, read, count, isMore } }: { group: WaitingGroup }) {
  const t = useTranslations('home');
  const stateWord = useStateWord();
  const [isWhole, showAll] = useState(false);
  const shown = isWhole ? waiting : waiting.slice(0, SHOWN);
  return (
    <Stack gap="sm">
      <Stack
        component="ul"
        gap="sm"
        p={0}
        m={0}
        aria-label={t('waiting', { state: stateWord(state), count, isMore: isMore ? 'yes' : 'no' })}
        style={{ listStyle: 'none' }}
      >
        {shown.map((one) =>
          isGreetedDay(one) ? (
            <GreetedDayCard key={one.date} day={one} state={state} />
          ) : (
            <WaitingCard key={one.id} occurrence={one} />
          ),
        )}
      </Stack>
      <Group gap="sm">
        {shown.length < waiting.length && (
          <Button variant="subtle" onClick={() => showAll(true)}>
            {t('showAll', { count: waiting.length, state: stateWord(state) })}
          </Button>
        )}
        {(isMore || read < count) && (
          <Text size="sm" c="dimmed">
            {t.rich('moreThanRead', {
              read,
              count,
              isMore: isMore ? 'yes' : 'no',
              activity: (words) => (
                <TextLink to="/activity" search={{ state }} inherit underline="always">
                  {words}
                </TextLink>
              ),
            })}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
