import { type Client, dataOf, type Person } from '@belfry/sdk';
import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { countOf, nothing } from '../../ui/counted.ts';
import { useSayDone } from '../../ui/under-way.ts';
import { occurrencesQuery } from '../occurrences/occurrences-query.ts';
import { schedulesOfQuery } from '../reminders/schedules-query.ts';
import { relationshipsQuery } from './people-query.ts';

interface RemovePersonProps {
  person: Person;
  onRemoved(person: Person): void;
}

/** Says what it stops, and for how many, before it does; afterwards it can be taken back. */
export function RemovePerson({ person, onRemoved }: RemovePersonProps) {
  const t = useTranslations('removePerson');
  const { api } = useWorld();
  const queries = useQueryClient();
  const sayDone = useSayDone();
  const [isAsking, { open, close }] = useDisclosure(false);
  const reminders = useQuery({ ...schedulesOfQuery(person.id), select: countOf, enabled: isAsking });
  const waiting = useQuery({
    ...occurrencesQuery({ state: 'open', personId: person.id }),
    select: countOf,
    enabled: isAsking,
  });
  const supporters = useQuery({ ...relationshipsQuery(person.id), select: countOf, enabled: isAsking });
  const remove = useMutation({
    mutationFn: () => deletion(person)(api),
    onSuccess: async ({ couldNotStop }) => {
      close();
      onRemoved(person);
      // In the place of the page it says so itself.
      if (couldNotStop.length > 0) sayDone(couldNotStop, t('removed', { name: person.name }));
      // But for what is this person's own, which is no longer there to be read.
      await queries.invalidateQueries({ predicate: ({ queryKey }) => !queryKey.includes(person.id) });
    },
  });
  return (
    <>
      <Tooltip label={t('open')}>
        <ActionIcon variant="default" size={36} style={{ flex: 'none' }} aria-label={t('open')} onClick={open}>
          <IconTrash size={18} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={isAsking}
        onClose={close}
        title={t('title', { name: person.name })}
        verb={t('verb', { name: person.name })}
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        call={deletion(person)}
        counted={[reminders, waiting, supporters]}
        isDangerous
      >
        <Text size="sm">{t('reminders', { ...(reminders.data ?? nothing), name: person.name })}</Text>
        <Text size="sm">{t('waiting', waiting.data ?? nothing)}</Text>
        {supporters.data && supporters.data.count > 0 && (
          <Text size="sm">{t('supporters', { ...supporters.data, name: person.name })}</Text>
        )}
        <Text size="sm" c="dimmed">
          {t('undo')}
        </Text>
      </ConfirmDialog>
    </>
  );
}

function deletion({ id }: Person) {
  return (api: Client) => dataOf(api.DELETE('/v1/people/{id}', { params: { path: { id } } }));
}
