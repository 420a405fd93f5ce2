import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { Section } from '../../ui/section.tsx';
import { OccurrenceTable } from '../occurrences/occurrence-table.tsx';
import { historyQuery, upcomingQuery } from './person-occurrences-query.ts';

/** What comes for a person, and what has been. */
export function PersonOccurrences({ personId }: { personId: string }) {
  const t = useTranslations('personPage');
  const upcoming = useQuery(upcomingQuery(personId));
  const history = useQuery(historyQuery(personId));
  return (
    <>
      <Section title={t('upcoming')}>
        <Loaded query={upcoming} skeleton={<RowSkeletons rows={2} />}>
          {(found) => <OccurrenceTable occurrences={found} label={t('upcoming')} withTitle />}
        </Loaded>
      </Section>
      <Section
        title={t('history')}
        actions={
          <TextLink to="/activity" search={{ person: personId }} size="sm">
            {t('allActivity')}
          </TextLink>
        }
      >
        <Loaded query={history} skeleton={<RowSkeletons rows={2} />}>
          {(found) => <OccurrenceTable occurrences={found} label={t('history')} withTitle />}
        </Loaded>
      </Section>
    </>
  );
}
