import type { Person } from '@belfry/sdk';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { RowSkeletons } from '../../../ui/row-skeletons.tsx';
import { Section } from '../../../ui/section.tsx';
import { greetingSettingsQuery, personGreetingsQuery } from '../../greetings/greetings-query.ts';
import { datesOf } from '../domain/dates-of.ts';

/** Only for organisations that greet: its fields are not loaded before they are shown. */
const PersonGreetingsForm = lazy(() =>
  import('./person-greetings-form.tsx').then((it) => ({ default: it.PersonGreetingsForm })),
);

/** What one person wants otherwise than everybody; of an organisation that greets nobody, nothing. */
export function PersonGreetings({ person }: { person: Person }) {
  const t = useTranslations('personGreetings');
  const settings = useQuery(greetingSettingsQuery).data;
  const own = useQuery({ ...personGreetingsQuery(person.id), enabled: settings?.enabled === true }).data;
  if (!settings?.enabled || !own || datesOf(person).length === 0) return null;
  return (
    <Section title={t('title')} hint={t('hint')}>
      <Suspense fallback={<RowSkeletons rows={2} />}>
        <PersonGreetingsForm key={JSON.stringify(own)} person={person} own={own} settings={settings} />
      </Suspense>
    </Section>
  );
}
