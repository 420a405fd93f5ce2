import type { Person } from '@belfry/sdk';
import { Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { StateMark } from '../../ui/state-mark.tsx';

interface ContactListProps {
  points: Person['contactPoints'];
  /** With the number of each: the order is the person's preference. */
  isOrdered?: boolean;
}

export function ContactList({ points, isOrdered = false }: ContactListProps) {
  const t = useTranslations('people');
  if (points.length === 0) {
    return (
      <Text size="sm" c="var(--state-failed)">
        {t('unreachable')}
      </Text>
    );
  }
  return (
    <Stack component="ol" gap={isOrdered ? 'sm' : 4} m={0} p={0} style={{ listStyle: 'none' }}>
      {points.map((point, index) => (
        <li key={`${point.channel} ${point.address}`}>
          <Group gap={8} wrap="nowrap" align="center">
            {isOrdered && (
              <Text size="sm" c="dimmed" fw={600} w={16} ta="right" component="span" aria-hidden="true">
                {index + 1}
              </Text>
            )}
            <ChannelIcon channel={point.channel} />
            <Text
              size="sm"
              component="span"
              {...(point.isOptedOut ? { c: 'dimmed', td: 'line-through' } : {})}
              style={{ overflowWrap: 'anywhere' }}
            >
              {point.channel === 'inbox' ? t('inbox') : point.address}
            </Text>
            {point.isOptedOut && <StateMark state="opted-out" />}
          </Group>
        </li>
      ))}
    </Stack>
  );
}
