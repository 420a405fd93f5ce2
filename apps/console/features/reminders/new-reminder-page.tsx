import { Paper } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Page } from '../../ui/page.tsx';
import { useFocusOnRefusal } from '../../ui/use-focus-on-refusal.ts';
import { useNotify } from '../../ui/use-notify.ts';
import { peopleQuery } from '../people/people-query.ts';
import { policiesQuery } from '../policies/policies-query.ts';
import { LadderSection } from './ladder-section.tsx';
import classes from './new-reminder-page.module.css';
import { PersonSection } from './person-section.tsx';
import { ReminderPreview } from './reminder-preview.tsx';
import { useReminderForm } from './use-reminder-form.ts';
import { WhatSection } from './what-section.tsx';
import { WhenSection } from './when-section.tsx';

/** Who, what, when, and what happens if nobody answers: shown beside it while it is filled in. */
export function NewReminderPage() {
  const t = useTranslations('newReminder');
  const navigate = useNavigate();
  const notify = useNotify();
  const people = useQuery(peopleQuery);
  const policies = useQuery(policiesQuery).data ?? [];
  const known = people.data ?? [];
  const form = useReminderForm(known, (scheduleId, draft) => {
    notify({ tone: 'good', title: t('created', { title: draft.title.trim() }), message: t('createdHint') });
    void navigate({ to: '/reminders/$scheduleId', params: { scheduleId } });
  });
  const formElement = useFocusOnRefusal(form.refusal);
  return (
    <Page title={t('title')} description={t('description')}>
      <form
        ref={formElement}
        className={classes['columns']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        <Paper p="lg">
          <PersonSection form={form} people={known} isLoading={people.isPending} />
          <WhatSection form={form} />
          <WhenSection form={form} />
          <LadderSection form={form} people={known} policies={policies} />
        </Paper>
        <ReminderPreview form={form} people={known} policies={policies} />
      </form>
    </Page>
  );
}
