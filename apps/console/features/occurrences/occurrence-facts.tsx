import type { Occurrence } from '@belfry/sdk';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';
import { TextLink } from '../../ui/links.tsx';

/** For whom, when, of which reminder, and until when it sleeps. */
export function OccurrenceFacts({ occurrence }: { occurrence: Occurrence }) {
  const t = useTranslations('occurrence');
  const { personId, personName, dueAt, timeZone, scheduleId, author, snoozedUntil, state } = occurrence;
  return (
    <>
      {t.rich('description', {
        author: author ?? 'none',
        person: () => (
          <TextLink to="/people/$personId" params={{ personId }} inherit underline="always">
            {personName}
          </TextLink>
        ),
        at: () => <Instant at={dueAt} zone={timeZone} distance />,
        reminder: (words) => (
          <TextLink to="/reminders/$scheduleId" params={{ scheduleId }} inherit underline="always">
            {words}
          </TextLink>
        ),
      })}
      {state === 'snoozed' && snoozedUntil !== null && (
        <div>{t.rich('snoozedUntil', { at: () => <Instant at={snoozedUntil} zone={timeZone} distance /> })}</div>
      )}
    </>
  );
}
