import type { Person } from '@belfry/sdk';
import { Button, Group, Paper, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { CopyCurl } from '../../ui/curl/copy-curl.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { LinkButton } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import { useSayDone } from '../../ui/under-way.ts';
import { useFocusOnRefusal } from '../../ui/use-focus-on-refusal.ts';
import { ContactEditor } from './contact-editor.tsx';
import { IdentityFields } from './identity-fields.tsx';
import { personQuery } from './people-query.ts';
import { QuietHoursFields } from './quiet-hours-fields.tsx';
import { useEditPerson } from './use-edit-person.ts';

const route = getRouteApi('/people/$personId/edit');

export function EditPersonPage() {
  const t = useTranslations('editPerson');
  const { personId } = route.useParams();
  const person = useQuery(personQuery(personId));
  return (
    <Page title={person.data ? t('title', { name: person.data.name }) : t('loading')} description={t('description')}>
      <Loaded query={person} skeleton={<RowSkeletons rows={5} />}>
        {(shown) => <EditForm person={shown} key={shown.id} />}
      </Loaded>
    </Page>
  );
}

function EditForm({ person }: { person: Person }) {
  const t = useTranslations('editPerson');
  const navigate = useNavigate();
  const sayDone = useSayDone();
  const back = { to: '/people/$personId', params: { personId: person.id } } as const;
  const form = useEditPerson(person, (saved, couldNotStop, isWhole) => {
    sayDone(couldNotStop, t('saved', { name: saved.name }), t('savedHint'));
    if (isWhole) void navigate({ ...back, ignoreBlocker: true });
  });
  const element = useFocusOnRefusal(form.refusal);
  return (
    <form
      ref={element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <LeaveGuard isDirty={form.isDirty} />
      <Stack gap="lg" maw={720}>
        {form.isStale && <StaleNote onReload={form.reload} />}
        <Paper p={{ base: 'md', sm: 'lg' }}>
          <IdentityFields form={form} />
        </Paper>
        <Paper p={{ base: 'md', sm: 'lg' }}>
          <ContactEditor form={form} />
        </Paper>
        <Paper p={{ base: 'md', sm: 'lg' }}>
          <QuietHoursFields form={form} />
        </Paper>
        {form.error !== null && <ProblemNote error={form.error} />}
        <Group gap="sm">
          <Button type="submit" loading={form.isPending}>
            {t('save')}
          </Button>
          <LinkButton variant="default" {...back} ignoreBlocker>
            {t('cancel')}
          </LinkButton>
          <CopyCurl call={form.call} of={t('save')} />
        </Group>
      </Stack>
    </form>
  );
}
