import { type Client, dataOf, type Person } from '@belfry/sdk';
import { Button, Group } from '@mantine/core';
import { IconArrowBackUp, IconUserOff } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { CopyCurl } from '../../ui/curl/copy-curl.tsx';
import { LinkButton } from '../../ui/links.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';

interface RemovedPersonProps {
  person: Person;
  onRestored(): void;
}

/** In the place of the page, for as long as it takes to think better of it: no message that fades before it is read. */
export function RemovedPerson({ person, onRestored }: RemovedPersonProps) {
  const t = useTranslations('removePerson');
  const { api } = useWorld();
  const queries = useQueryClient();
  const restore = useMutation({
    mutationFn: () => restoring(person)(api),
    onSuccess: async () => {
      onRestored();
      await queries.invalidateQueries();
    },
  });
  return (
    <Page title={person.name}>
      <Nothing
        icon={<IconUserOff size={32} stroke={1.5} />}
        title={t('removed', { name: person.name })}
        hint={t('removedHint')}
        action={
          <Group justify="center" gap="sm" mt="sm">
            <Button
              leftSection={<IconArrowBackUp size={16} />}
              loading={restore.isPending}
              onClick={() => restore.mutate()}
            >
              {t('restore')}
            </Button>
            <CopyCurl call={restoring(person)} of={t('restore')} />
            <LinkButton to="/people" variant="default">
              {t('toPeople')}
            </LinkButton>
          </Group>
        }
      />
      {restore.error !== null && <ProblemNote error={restore.error} />}
    </Page>
  );
}

function restoring({ id }: Person) {
  return (api: Client) => dataOf(api.POST('/v1/people/{id}/restore', { params: { path: { id } } }));
}
