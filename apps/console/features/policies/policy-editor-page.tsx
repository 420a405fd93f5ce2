import type { Policy } from '@belfry/sdk';
import { Paper, Stack, Title } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { policyFormMessages } from '../../messages/en/policy-form.ts';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import { SubmitRow } from '../../ui/submit-row.tsx';
import { useFocusOnRefusal } from '../../ui/use-focus-on-refusal.ts';
import { useNotify } from '../../ui/use-notify.ts';
import { withWords } from '../../ui/with-words.tsx';
import classes from '../reminders/new-reminder-page.module.css';
import { isWhole, toNewPolicy } from './domain/policy-draft.ts';
import { policyQuery } from './policies-query.ts';
import { PolicyFields } from './policy-fields.tsx';
import { PolicyPreview } from './policy-preview.tsx';
import { usePolicyForm } from './use-policy-form.ts';

const route = getRouteApi('/policies/$policyId/edit');

export const NewPolicyPage = withWords(policyFormMessages, function NewPolicyPage() {
  const t = useTranslations('policyForm');
  return (
    <Page title={t('newTitle')} description={t('description')}>
      <PolicyEditor policy={null} />
    </Page>
  );
});

export const EditPolicyPage = withWords(policyFormMessages, function EditPolicyPage() {
  const t = useTranslations('policyForm');
  const { policyId } = route.useParams();
  const policy = useQuery(policyQuery(policyId));
  return (
    <Page
      title={policy.data ? t('editTitle', { name: policy.data.name }) : t('loading')}
      description={policy.data && t('editDescription', { version: policy.data.version + 1 })}
    >
      <Loaded query={policy} skeleton={<RowSkeletons rows={4} height={120} />}>
        {(shown) => <PolicyEditor policy={shown} key={shown.id} />}
      </Loaded>
    </Page>
  );
});

/** The steps on one side, and what they would do on the other. */
function PolicyEditor({ policy }: { policy: Policy | null }) {
  const t = useTranslations('policyForm');
  const navigate = useNavigate();
  const notify = useNotify();
  const form = usePolicyForm(policy, (saved, isWhole) => {
    const { name, version, warnings } = saved;
    const tone = warnings.length === 0 ? 'good' : 'warning';
    notify({ tone, title: t('saved', { name }), message: t('savedHint', { version, count: warnings.length }) });
    if (isWhole) void navigate({ to: '/policies/$policyId', params: { policyId: saved.id }, ignoreBlocker: true });
  });
  const element = useFocusOnRefusal(form.refusal);
  return (
    <form
      ref={element}
      className={classes['columns']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <LeaveGuard isDirty={form.isDirty} />
      <Stack gap="md">
        {form.isStale && <StaleNote onReload={form.reload} />}
        <PolicyFields form={form} />
      </Stack>
      <Paper
        p={{ base: 'md', sm: 'lg' }}
        className={classes['preview'] ?? ''}
        component="section"
        aria-labelledby="if-nobody-answers"
      >
        <Title order={2} id="if-nobody-answers" mb="sm">
          {t('preview')}
        </Title>
        <Stack gap="md">
          <PolicyPreview policy={isWhole(form.draft) ? withoutName(form.draft) : null} />
          {form.error !== null && <ProblemNote error={form.error} />}
          <SubmitRow
            label={t(form.isEdit ? 'saveVersion' : 'save')}
            icon={IconDeviceFloppy}
            isPending={form.isPending}
            call={form.call}
            of={t('save')}
          />
        </Stack>
      </Paper>
    </form>
  );
}

/** A draft is previewed before it has a name. */
function withoutName(draft: Parameters<typeof toNewPolicy>[0]) {
  const { name: _name, ...definition } = toNewPolicy(draft);
  return definition;
}
