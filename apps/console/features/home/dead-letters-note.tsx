import { Alert, Text } from '@mantine/core';
import { IconMailX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { LinkButton } from '../../ui/links.tsx';
import { openDeadLettersQuery } from '../dead-letters/dead-letters-query.ts';

/** Messages that nothing tries again by itself wait for a human too. */
export function DeadLettersNote() {
  const t = useTranslations('home');
  const open = useQuery(openDeadLettersQuery).data;
  if (!open || open.count === 0) return null;
  const { count, isMore } = open;
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
