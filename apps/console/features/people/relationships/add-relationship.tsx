import type { Person, Relationship } from '@belfry/sdk';
import { Autocomplete, Radio, Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { PersonSelect } from '../person-select.tsx';
import { useAddRelationship } from './use-add-relationship.ts';
import { usualRoles } from './usual-roles.ts';

interface AddRelationshipProps {
  onClose(): void;
  person: Person;
  known: readonly Relationship[];
}

export function AddRelationship({ onClose, person, known }: AddRelationshipProps) {
  const t = useTranslations('relationships');
  const { draft, change, wrong, submit, ...form } = useAddRelationship(person.id, onClose);
  const roles = [...new Set([...known.map((relationship) => relationship.role), ...usualRoles])];
  return (
    <FormDialog
      {...form}
      title={t('addTitle', { name: person.name })}
      onClose={onClose}
      verb={t('save')}
      onSubmit={submit}
    >
      <PersonSelect
        label={t('who')}
        placeholder={t('pick')}
        required
        data-autofocus
        except={person.id}
        value={draft.personId}
        error={wrong.personId}
        onChange={(personId) => change({ personId })}
      />
      <Autocomplete
        label={t('role')}
        description={t('roleHint')}
        required
        maxLength={40}
        data={roles}
        value={draft.role}
        error={wrong.role}
        comboboxProps={{ withinPortal: false }}
        onChange={(role) => change({ role })}
      />
      <Radio.Group
        label={t('consent')}
        description={t('consentHint')}
        value={draft.consent}
        onChange={(consent) => change({ consent: consent === 'granted' ? 'granted' : 'pending' })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="granted" label={t('alreadyGranted')} />
          <Radio value="pending" label={t('notYet')} />
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={t('privacy')}
        value={draft.privacy}
        onChange={(privacy) => change({ privacy: privacy === 'all' ? 'all' : 'title' })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="title" label={t('titlePrivacy')} />
          <Radio value="all" label={t('allPrivacy')} />
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}
