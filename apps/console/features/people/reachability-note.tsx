import type { Person } from '@belfry/sdk';
import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { LinkButton } from '../../ui/links.tsx';
import { reachabilityOf } from './domain/reachability.ts';

/** Said where it is seen in time: before something is due, not after it has failed. */
export function ReachabilityNote({ person }: { person: Person }) {
  const t = useTranslations('reachability');
  const reachability = reachabilityOf(person.contactPoints);
  if (reachability === 'reachable') return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t(reachability, { name: person.name })}>
      {t(`${reachability}Hint`)}
      <div>
        <LinkButton to="/people/$personId/edit" params={{ personId: person.id }} size="xs" variant="default" mt="sm">
          {t('mend')}
        </LinkButton>
      </div>
    </Alert>
  );
}
