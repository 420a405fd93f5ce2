import type { Person } from '@belfry/sdk';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { RowSkeletons } from '../../../ui/row-skeletons.tsx';
import { greetingSettingsQuery, personGreetingsQuery } from '../../greetings/greetings-query.ts';
import { datesOf } from '../domain/dates-of.ts';

/** Only for organisations that greet: its fields and words are not loaded before they are shown. */
const PersonGreetingsSection = lazy(() =>
  import('./person-greetings-section.tsx').then((it) => ({ default: it.PersonGreetingsSection })),
);

/** What one person wants otherwise than everybody; of an organisation that greets nobody, nothing. */
export function PersonGreetings({ person }: { person: Person }) {
  const settings = useQuery(greetingSettingsQuery).data;
  const own = useQuery({ ...personGreetingsQuery(person.id), enabled: settings?.enabled === true }).data;
  if (!settings?.enabled || !own || datesOf(person).length === 0) return null;
  return (
    <Suspense fallback={<RowSkeletons rows={2} />}>
      <PersonGreetingsSection key={person.id} person={person} own={own} settings={settings} />
    </Suspense>
  );
}
