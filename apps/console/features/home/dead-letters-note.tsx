import { Alert, Text } from '@mantine/core';
import { IconMailX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { LinkButton } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { openDeadLettersQuery } from '../dead-letters/dead-letters-query.ts';

/** Messages that nothing tries again by itself wait for a human too; whether there are any is not taken for granted. */
export function DeadLettersNote() {
  return (
    <Loaded query={useQuery(openDeadLettersQuery)} skeleton={null}>
      {({ count, isMore }) => count > 0 && <Note count={count} isMore={isMore} />}
    </Loaded>
  );
}

function Note({ count, isMore }: { count: number; isMore: boolean }) {
  const t = useTranslations('home');
  return (
    <Alert
      color="red"
      icon={<IconMailX size={18} />}
      title={t('deadLetters', { count, isMore: isMore ? 'yes' : 'no' })}
    >
      <Text size="sm">{t('deadLettersHint')}</Text>
      <LinkButton to="/dead-letters" size="xs" variant="default" mt="sm">
        {t('deadLettersOpen')}
      </LinkButton>
    </Alert>
  );
}
