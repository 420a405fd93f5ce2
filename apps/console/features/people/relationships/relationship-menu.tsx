import type { Relationship, RelationshipPatch } from '@belfry/sdk';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { type CopyableAction, CurlMenuItems } from '../../../ui/curl/curl-menu-items.tsx';
import { changing } from './use-change-relationship.ts';

/** What a consent can become, and the word for it. */
const consentsAfter = {
  granted: ['withdrawn'],
  pending: ['granted', 'withdrawn'],
  withdrawn: ['granted', 'pending'],
} as const;
const verbs = { granted: 'grant', withdrawn: 'withdraw', pending: 'ask' } as const;

interface RelationshipMenuProps {
  relationship: Relationship;
  isPending: boolean;
  onChange(patch: RelationshipPatch): void;
  onRemove(): void;
  /** What has a button of its own beside the menu. */
  alsoCopyable: readonly CopyableAction[];
}

export function RelationshipMenu(props: RelationshipMenuProps) {
  const { relationship, isPending, onChange, onRemove, alsoCopyable } = props;
  const t = useTranslations('relationships');
  const { personName: name, consent, privacy } = relationship;
  const consents = consentsAfter[consent].map((next) => ({ of: t(verbs[next]), patch: { consent: next } }));
  const shown =
    privacy === 'all'
      ? { of: t('toTitle'), patch: { privacy: 'title' as const } }
      : { of: t('toAll'), patch: { privacy: 'all' as const } };
  const copyable = [...consents, shown].map(({ of, patch }) => ({ of, call: changing(relationship, patch) }));
  return (
    <Menu position="bottom-end" width={264}>
      <Menu.Target>
        <ActionIcon aria-label={t('more', { name })} loading={isPending}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('consent')}</Menu.Label>
        {consents.map(({ of, patch }) => (
          <Menu.Item key={of} onClick={() => onChange(patch)}>
            {of}
          </Menu.Item>
        ))}
        <Menu.Label>{t('privacy')}</Menu.Label>
        <Menu.Item onClick={() => onChange(shown.patch)}>{shown.of}</Menu.Item>
        <Menu.Divider />
        <Menu.Item c="var(--mantine-color-error)" onClick={onRemove}>
          {t('remove')}
        </Menu.Item>
        <Menu.Divider />
        <CurlMenuItems actions={[...copyable, ...alsoCopyable]} />
      </Menu.Dropdown>
    </Menu>
  );
}
