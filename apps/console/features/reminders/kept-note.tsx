import type { Schedule } from '@belfry/sdk';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { TextLink } from '../../ui/links.tsx';

/** Where to change what a system keeps: there, and not here. */
export function KeptNote({ schedule: { author, personId, personName } }: { schedule: Schedule }) {
  const t = useTranslations('reminder');
  return (
    <Text size="sm">
      {t.rich('kept', {
        author: author ?? '',
        person: personName,
        link: (words) => (
          <TextLink to="/people/$personId" params={{ personId }} hash="greetings" inherit underline="always">
            {words}
          </TextLink>
        ),
      })}
    </Text>
  );
}
