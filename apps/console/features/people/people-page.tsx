import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Loaded } from '../../ui/loaded.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { peopleQuery } from './people-query.ts';
import { PeopleTable } from './people-table.tsx';
import { PersonFields } from './person-fields.tsx';
import { usePersonForm } from './use-person-form.ts';

export function PeoplePage() {
  const t = useTranslations('people');
  const people = useQuery(peopleQuery);
  const [isAdding, { open, close }] = useDisclosure(false);
  const add = (
    <Button leftSection={<IconUserPlus size={16} />} onClick={open}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={add}>
      <Loaded query={people} skeleton={<RowSkeletons rows={4} />}>
        {(known) =>
          known.length === 0 ? (
            <Nothing icon={<IconUsers size={32} stroke={1.5} />} title={t('nobodyTitle')} hint={t('nobodyHint')} />
          ) : (
            <PeopleTable people={known} />
          )
        }
      </Loaded>
      <AddPerson opened={isAdding} onClose={close} />
    </Page>
  );
}

function AddPerson({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const t = useTranslations('people');
  const notify = useNotify();
  const form = usePersonForm((person) => {
    notify({ tone: 'good', title: t('added', { name: person.name }), message: t('addedHint') });
    onClose();
  });
  return (
    <Modal opened={opened} onClose={onClose} title={t('add')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        <PersonFields form={form} />
        <Button type="submit" fullWidth mt="lg" loading={form.isPending}>
          {t('add')}
        </Button>
      </form>
    </Modal>
  );
}
