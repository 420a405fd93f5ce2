import type { Policy, Schedule } from '@belfry/sdk';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { useSayDone } from '../../ui/under-way.ts';
import { policiesQuery } from '../policies/policies-query.ts';
import { KeptNote } from './kept-note.tsx';
import { ReminderFormView } from './reminder-form.tsx';
import { scheduleQuery } from './schedules-query.ts';
import { useReminderForm } from './use-reminder-form.ts';

const route = getRouteApi('/reminders/$scheduleId/edit');

export function EditReminderPage() {
  const t = useTranslations('editReminder');
  const { scheduleId } = route.useParams();
  const schedule = useQuery(scheduleQuery(scheduleId));
  const policies = useQuery(policiesQuery);
  return (
    <Page
      title={schedule.data ? t('title', { title: schedule.data.title }) : t('loading')}
      description={schedule.data && t('description', { person: schedule.data.personName })}
    >
      <Loaded query={schedule} skeleton={<RowSkeletons rows={5} />}>
        {(shown) =>
          shown.author === null ? (
            <EditForm schedule={shown} policies={policies.data ?? []} key={shown.id} />
          ) : (
            <KeptNote schedule={shown} />
          )
        }
      </Loaded>
    </Page>
  );
}

interface EditFormProps {
  schedule: Schedule;
  policies: readonly Policy[];
}

function EditForm({ schedule, policies }: EditFormProps) {
  const t = useTranslations('editReminder');
  const navigate = useNavigate();
  const sayDone = useSayDone();
  const form = useReminderForm({
    opened: schedule,
    onSaved: ({ schedule: { id: scheduleId }, couldNotStop }, draft, isWhole) => {
      sayDone(couldNotStop, t('saved', { title: draft.title.trim() }), t('savedHint'));
      if (isWhole) void navigate({ to: '/reminders/$scheduleId', params: { scheduleId }, ignoreBlocker: true });
    },
  });
  return <ReminderFormView form={form} policies={policies} />;
}
