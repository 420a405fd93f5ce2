import type { Person } from '@belfry/sdk';
import { Stack, Text } from '@mantine/core';
import { IconBellPlus, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { useKeys } from '../../app/keyboard.tsx';
import { formatOffset, formatTime, zoneCity } from '../../time/format-instant.ts';
import { readersZone } from '../../time/wall-clock.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { LinkButton } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { RawJson } from '../../ui/raw-json.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { WarningsNote } from '../warnings/warnings-note.tsx';
import { reachabilityOf } from './domain/reachability.ts';
import { PersonGreetings } from './greetings/person-greetings.tsx';
import { Inbox } from './inbox.tsx';
import { personQuery } from './people-query.ts';
import { PersonFacts } from './person-facts.tsx';
import { PersonOccurrences } from './person-occurrences.tsx';
import { PolicyReachNote } from './policy-reach-note.tsx';
import { ThisBrowser } from './push/this-browser.tsx';
import { ReachabilityNote } from './reachability-note.tsx';
import { Relationships } from './relationships/relationships.tsx';
import { RemovePerson } from './remove-person.tsx';
import { RemovedPerson } from './removed-person.tsx';

const route = getRouteApi('/people/$personId');

/** One person: how and when they can be reached, who stands by them, what comes and what has been. */
export function PersonPage() {
  const t = useTranslations('personPage');
  const { personId } = route.useParams();
  const navigate = useNavigate();
  const [removed, setRemoved] = useState<Person | null>(null);
  const person = useQuery({ ...personQuery(personId), enabled: removed === null });
  useKeys({ e: () => void navigate({ to: '/people/$personId/edit', params: { personId } }) });
  if (removed) return <RemovedPerson person={removed} onRestored={() => setRemoved(null)} />;
  const { data } = person;
  return (
    <Page
      title={data?.name ?? t('title')}
      description={data && <TheirClock zone={data.timeZone} />}
      actions={
        data && (
          <>
            <LinkButton to="/reminders/new" search={{ personId }} leftSection={<IconBellPlus size={16} />}>
              {t('remind')}
            </LinkButton>
            <LinkButton
              to="/people/$personId/edit"
              params={{ personId }}
              variant="default"
              leftSection={<IconPencil size={16} />}
              rightSection={<KeyHint name="e" />}
            >
              {t('edit')}
            </LinkButton>
            <RemovePerson person={data} onRemoved={setRemoved} />
            <RawJson value={data} of={data.name} />
          </>
        )
      }
    >
      <Loaded query={person} skeleton={<RowSkeletons rows={4} height={96} />}>
        {(shown) => (
          <Stack gap="xl">
            <ReachabilityNote person={shown} />
            {reachabilityOf(shown.contactPoints) === 'reachable' && <PolicyReachNote person={shown} />}
            <WarningsNote personId={shown.id} />
            <PersonFacts person={shown} />
            <ThisBrowser person={shown} />
            <Relationships person={shown} />
            <Inbox personId={shown.id} zone={shown.timeZone} />
            <PersonGreetings person={shown} />
            <PersonOccurrences personId={shown.id} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function TheirClock({ zone }: { zone: string }) {
  const t = useTranslations('personPage');
  const locale = useLocale();
  const nowMs = useNowMs();
  return (
    <Text size="sm" component="span">
      {t('clock', {
        theirs: formatTime(nowMs, zone, locale),
        city: zoneCity(zone),
        offset: formatOffset(nowMs, zone),
        yours: formatTime(nowMs, readersZone(), locale),
      })}
    </Text>
  );
}
