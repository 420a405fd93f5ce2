import type { Warning } from '@belfry/sdk';
import { Alert, List } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { warningsQuery } from './warnings-query.ts';

const SHOWN = 5;

/** Said a day ahead, while it can still be mended: what is due and would reach nobody. */
export function WarningsNote({ personId }: { personId?: string }) {
  return (
    <Loaded query={useQuery(warningsQuery(personId))} skeleton={null}>
      {({ warnings, isMore }) =>
        warnings.length > 0 && <Note warnings={warnings} isMore={isMore} withPerson={personId === undefined} />
      }
    </Loaded>
  );
}

interface NoteProps {
  warnings: readonly Warning[];
  isMore: boolean;
  withPerson: boolean;
}

function Note({ warnings, isMore, withPerson }: NoteProps) {
  const t = useTranslations('warnings');
  const rest = warnings.length - SHOWN;
  const isGrave = warnings.some(({ reachesNobody }) => reachesNobody);
  return (
    <Alert
      // Nothing behind the times: their zone is dimmed, and would be hard to read on a colour.
      variant="outline"
      color={isGrave ? 'red' : 'yellow'}
      icon={<IconAlertTriangle size={18} />}
      title={t('title', { count: warnings.length, isMore: isMore ? 'yes' : 'no' })}
    >
      <List size="sm" spacing="sm">
        {warnings.slice(0, SHOWN).map((warning) => (
          <List.Item key={`${warning.occurrenceId} ${warning.step} ${warning.code} ${warning.message}`}>
            <WarningLine warning={warning} withPerson={withPerson} />
          </List.Item>
        ))}
      </List>
      {(rest > 0 || isMore) && t('more', { count: Math.max(rest, 0), isMore: isMore ? 'yes' : 'no' })}
    </Alert>
  );
}

function WarningLine({ warning, withPerson }: { warning: Warning; withPerson: boolean }) {
  const t = useTranslations('warnings');
  const { occurrenceId, title, personId, personName, dueAt, zone, step, message, reachesNobody } = warning;
  return (
    <>
      <TextLink to="/occurrences/$occurrenceId" params={{ occurrenceId }} size="sm" underline="always" c="inherit">
        {title}
      </TextLink>{' '}
      {withPerson && (
        <>
          {t.rich('for', {
            person: () => (
              <TextLink to="/people/$personId" params={{ personId }} size="sm" underline="always" c="inherit">
                {personName}
              </TextLink>
            ),
          })}{' '}
        </>
      )}
      <Instant at={dueAt} zone={zone} distance />
      <br />
      {t(reachesNobody ? 'nobody' : 'step', { step, message })}
    </>
  );
}
