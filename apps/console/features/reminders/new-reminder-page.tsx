import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Page } from '../../ui/page.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { peopleQuery } from '../people/people-query.ts';
import { policiesQuery } from '../policies/policies-query.ts';
import { ReminderFormView } from './reminder-form.tsx';
import { useReminderForm } from './use-reminder-form.ts';

const route = getRouteApi('/reminders/new');

/** Who, what, when, and what happens if nobody answers: shown beside it while it is filled in. */
export function NewReminderPage() {
  const t = useTranslations('newReminder');
  const navigate = useNavigate();
  const notify = useNotify();
  const { personId } = route.useSearch();
  const people = useQuery(peopleQuery);
  const policies = useQuery(policiesQuery).data ?? [];
  const form = useReminderForm({
    opened: null,
    personId,
    onSaved: ({ schedule: { id: scheduleId } }, draft, isWhole) => {
      notify({ tone: 'good', title: t('created', { title: draft.title.trim() }), message: t('createdHint') });
      if (isWhole) void navigate({ to: '/reminders/$scheduleId', params: { scheduleId }, ignoreBlocker: true });
    },
  });
  return (
    <Page title={t('title')} description={t('description')}>
      <ReminderFormView form={form} policies={policies} isFirst={people.data?.length === 0} />
    </Page>
  );
}
