import { ActionIcon, Group, MultiSelect } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useChannelWord } from '../../ui/channel-icon.tsx';
import { SearchSelect } from '../../ui/search-select.tsx';
import { usualRoles } from '../people/relationships/usual-roles.ts';
import { byName, usePersonChoices } from '../people/use-person-choices.ts';
import { channels, type TargetDraft } from './domain/policy-draft.ts';

interface TargetEditorProps {
  target: TargetDraft;
  label: string;
  onChange(patch: Partial<TargetDraft>): void;
  onRemove?: (() => void) | undefined;
}

/** Whom to reach: the person, a role that is resolved when the step is taken, or somebody by name; and by what, in order. */
export function TargetEditor({ target, label, onChange, onRemove }: TargetEditorProps) {
  const t = useTranslations('policyForm');
  const channelWord = useChannelWord();
  const choicesOf = (some: readonly string[]) =>
    some.map((role) => ({ value: `role:${role}`, label: roleLabel(role, t) }));
  const roles = rolesWith(target.person);
  const self = { value: 'self', label: t('self') };
  const known = choicesOf(roles);
  const found = usePersonChoices(target.person, [self, ...known]);
  const { people, typed: search, setTyped, isSearching, searching } = found;
  const typed = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(search) && !roles.includes(search) ? [search] : [];
  return (
    <Group align="flex-start" gap="sm">
      <SearchSelect
        label={label}
        flex="1 1 200px"
        placeholder={t('pick')}
        nothingFoundMessage={searching ?? t('noTarget')}
        filter={byName}
        isSearching={isSearching}
        data={[
          { group: t('themself'), items: [self] },
          { group: t('roles'), items: known },
          { group: t('people'), items: people.map(({ id, name }) => ({ value: id, label: name })) },
          // Whatever word is typed can be a role, behind whoever is known by it.
          { group: t('otherRole'), items: choicesOf(typed) },
        ]}
        value={target.person}
        onChange={(person) => onChange({ person })}
        onSearchChange={setTyped}
      />
      <MultiSelect
        label={t('channels')}
        flex="1 1 240px"
        data={channels.map((channel) => ({ value: channel, label: channelWord(channel) }))}
        value={target.channels}
        comboboxProps={{ withinPortal: false }}
        onChange={(chosen) =>
          onChange({ channels: chosen.flatMap((one) => channels.find((known) => known === one) ?? []) })
        }
      />
      {onRemove && (
        <ActionIcon mt={24} aria-label={t('removeTarget', { label })} onClick={onRemove}>
          <IconX size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}

/** `contact` is any of them. */
function rolesWith(person: string | null): string[] {
  const own = person?.startsWith('role:') ? [person.slice('role:'.length)] : [];
  return [...new Set(['contact', ...usualRoles, ...own])];
}

function roleLabel(role: string, t: ReturnType<typeof useTranslations<'policyForm'>>): string {
  return role === 'contact' ? t('anyRole') : t('role', { role });
}
