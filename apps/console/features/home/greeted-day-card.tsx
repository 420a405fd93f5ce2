import type { Occurrence } from '@belfry/sdk';
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { LinkButton, TextLink } from '../../ui/links.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { toneOf } from '../../ui/tone.ts';
import type { GreetedDay, WaitingState } from './domain/waiting-groups.ts';
import classes from './waiting-card.module.css';
import { WaitingCard } from './waiting-card.tsx';

/** Whose names are told; the others are counted. */
const NAMED = 3;

interface GreetedDayCardProps {
  day: GreetedDay<Occurrence>;
  state: WaitingState;
}

/** Greetings of one day that went wrong together; on their day it is seen how many went well. */
export function GreetedDayCard({ day: { date, greetings }, state }: GreetedDayCardProps) {
  const t = useTranslations('home');
  const [isOpen, open] = useState(false);
  const day = new Intl.DateTimeFormat(useLocale(), { dateStyle: 'full', timeZone: 'UTC' }).format(Date.parse(date));
  const named = greetings.slice(0, NAMED).map(({ personName }) => personName);
  if (isOpen) return greetings.map((greeting) => <WaitingCard key={greeting.id} occurrence={greeting} />);
  return (
    <li className={classes['card']} data-tone={toneOf(state)}>
      <div className={classes['what']}>
        <div className={classes['title']}>
          <strong>{t('greetings', { count: greetings.length })}</strong>
          <StateMark state={state} />
        </div>
        <div className={classes['facts']}>
          <TextLink to="/greetings" search={{ date }} inherit underline="always">
            {day}
          </TextLink>{' '}
          · {t('greeted', { people: named.join(', '), others: greetings.length - named.length })}
        </div>
      </div>
      <Group gap="sm">
        {state === 'failed' ? (
          <LinkButton to="/dead-letters" variant="default">
            {t('deadLettersOpen')}
          </LinkButton>
        ) : (
          <LinkButton to="/greetings" search={{ date }} variant="default">
            {t('dayOpen')}
          </LinkButton>
        )}
        <Button variant="subtle" onClick={() => open(true)}>
          {t('oneByOne')}
        </Button>
      </Group>
    </li>
  );
}
