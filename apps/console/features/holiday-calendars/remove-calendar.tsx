import { type Client, dataOf, type HolidayCalendar, type Schedule } from '@belfry/sdk';
import { List, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import type { Counted } from '../../ui/counted.ts';
import { TextLink } from '../../ui/links.tsx';
import { useNotify } from '../../ui/use-notify.ts';

interface RemoveCalendarProps {
  calendar: HolidayCalendar;
  using: Counted;
  /** The reminders that leave its days out, once they are known. */
  users: readonly Schedule[];
  opened: boolean;
  onClose(): void;
}

/** One that is in use is not deleted: whoever uses it is named, before and by the server once more. */
export function RemoveCalendar({ calendar, using, users, opened, onClose }: RemoveCalendarProps) {
  const t = useTranslations('holidayCalendars');
  const { api } = useWorld();
  const changed = useChanged();
  const notify = useNotify();
  const { name } = calendar;
  const remove = useMutation({
    mutationFn: () => deletion(calendar)(api),
    onSuccess: async () => {
      onClose();
      notify({ tone: 'good', title: t('deleted', { name }), message: t('deletedHint') });
      await changed('holiday-calendars');
    },
  });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={() => {
        onClose();
        remove.reset();
      }}
      title={t('deleteTitle', { name })}
      verb={t('delete')}
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      call={deletion(calendar)}
      isDangerous
      counted={[using]}
      isImpossible={users.length > 0}
    >
      {users.length === 0 ? (
        <Text size="sm">{t('deleteWill')}</Text>
      ) : (
        <div>
          <Text size="sm">{t('inUse')}</Text>
          <List size="sm">
            {users.map(({ id, title, personName }) => (
              <List.Item key={id}>
                <TextLink to="/reminders/$scheduleId" params={{ scheduleId: id }} onClick={onClose}>
                  {title}
                </TextLink>{' '}
                <Text span c="dimmed" size="sm">
                  {personName}
                </Text>
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </ConfirmDialog>
  );
}

function deletion({ id }: HolidayCalendar) {
  return (api: Client) => dataOf(api.DELETE('/v1/holiday-calendars/{id}', { params: { path: { id } } }));
}
