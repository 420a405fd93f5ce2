import type { Person, Relationship } from '@belfry/sdk';
import { Autocomplete, Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { CopyCurl } from '../../../ui/curl/copy-curl.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { useFocusOnRefusal } from '../../../ui/use-focus-on-refusal.ts';
import { PersonSelect } from '../person-select.tsx';
import { useAddRelationship } from './use-add-relationship.ts';
import { usualRoles } from './usual-roles.ts';

interface AddRelationshipProps {
  opened: boolean;
  onClose(): void;
  person: Person;
  known: readonly Relationship[];
}

export function AddRelationship({ opened, onClose, person, known }: AddRelationshipProps) {
  const t = useTranslations('relationships');
  const app = useTranslations('app');
  const { draft, change, submit, isPending, call, wrong, error, refusal } = useAddRelationship(person.id, onClose);
  const form = useFocusOnRefusal(refusal);
  const roles = [...new Set([...known.map((relationship) => relationship.role), ...usualRoles])];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('addTitle', { name: person.name })}
      closeButtonProps={{ 'aria-label': app('close') }}
    >
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
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
          {error !== null && <ProblemNote error={error} />}
          <Group gap="sm">
            <Button type="submit" flex="1 1 auto" loading={isPending}>
              {t('save')}
            </Button>
            <CopyCurl call={call} of={t('save')} />
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
