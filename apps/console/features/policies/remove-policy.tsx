import { type Client, dataOf, type Policy, ProblemError } from '@belfry/sdk';
import { ActionIcon, List, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { TextLink } from '../../ui/links.tsx';
import { useNotify } from '../../ui/use-notify.ts';

/** One that is in use is not deleted: whoever uses it is named instead. */
export function RemovePolicy({ policy }: { policy: Policy }) {
  const t = useTranslations('policyPage');
  const { api } = useWorld();
  const changed = useChanged();
  const navigate = useNavigate();
  const notify = useNotify();
  const [isAsking, { open, close }] = useDisclosure(false);
  const remove = useMutation({
    mutationFn: () => deletion(policy)(api),
    onSuccess: async () => {
      notify({ tone: 'good', title: t('deleted', { name: policy.name }), message: t('deletedHint') });
      await navigate({ to: '/policies' });
      await changed('policies');
    },
  });
  const users = usersIn(remove.error);
  return (
    <>
      <Tooltip label={t('delete')}>
        <ActionIcon variant="default" size={36} style={{ flex: 'none' }} aria-label={t('delete')} onClick={open}>
          <IconTrash size={18} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => {
          close();
          remove.reset();
        }}
        title={t('deleteTitle', { name: policy.name })}
        verb={t('delete')}
        isPending={remove.isPending}
        error={users.length > 0 ? null : remove.error}
        onConfirm={() => remove.mutate()}
        call={deletion(policy)}
        isDangerous
      >
        <Text size="sm">{t('deleteWill')}</Text>
        {users.length > 0 && (
          <div role="alert">
            <Text size="sm" fw={600} c="var(--mantine-color-error)">
              {t('inUse')}
            </Text>
            <List size="sm">
              {users.map(({ id, title }) => (
                <List.Item key={id}>
                  <TextLink to="/reminders/$scheduleId" params={{ scheduleId: id }} onClick={close}>
                    {title}
                  </TextLink>
                </List.Item>
              ))}
            </List>
          </div>
        )}
      </ConfirmDialog>
    </>
  );
}

function deletion({ id, version }: Policy) {
  return (api: Client) =>
    dataOf(api.DELETE('/v1/policies/{id}', { params: { path: { id } }, headers: { 'if-match': `"${version}"` } }));
}

/** The reminders that a refusal names (`policy.in-use`). */
function usersIn(error: unknown): { id: string; title: string }[] {
  if (!(error instanceof ProblemError) || error.code !== 'policy.in-use') return [];
  return error.errors.map(({ path, message }) => ({ id: path.replace('schedules.', ''), title: message }));
}
