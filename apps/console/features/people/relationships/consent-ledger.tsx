import type { ConsentEvent, Person } from '@belfry/sdk';
import { Button, Collapse, Paper, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useChannelWord } from '../../../ui/channel-icon.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RowSkeletons } from '../../../ui/row-skeletons.tsx';
import { consentQuery, relationshipsQuery } from '../people-query.ts';
import { usePeopleById } from '../use-people-by-id.ts';
import classes from './relationships.module.css';

/** Who said yes or no, when by the person's clock, by which way and in which words; nothing in it is ever changed. */
export function ConsentLedger({ person }: { person: Person }) {
  const t = useTranslations('consent');
  const [isOpen, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        ml={-8}
        aria-expanded={isOpen}
        aria-controls={id}
        leftSection={isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        onClick={toggle}
      >
        {t('title')}
      </Button>
      <Collapse expanded={isOpen} id={id}>
        {isOpen && <Ledger person={person} />}
      </Collapse>
    </div>
  );
}

function Ledger({ person: { id: personId, timeZone } }: { person: Person }) {
  const t = useTranslations('consent');
  const ledger = useQuery(consentQuery(personId));
  return (
    <Loaded query={ledger} skeleton={<RowSkeletons rows={2} height={32} />}>
      {(events) =>
        events.length === 0 ? (
          <Text size="sm" c="dimmed" mt="sm">
            {t('none')}
          </Text>
        ) : (
          <Paper p="md" mt="sm">
            <ol className={classes['ledger']}>
              {events.map((event) => (
                <li key={event.id} className={classes['event']}>
                  <Instant at={event.at} zone={timeZone} />
                  <EventWords event={event} personId={personId} />
                </li>
              ))}
            </ol>
          </Paper>
        )
      }
    </Loaded>
  );
}

function EventWords({ event, personId }: { event: ConsentEvent; personId: string }) {
  const t = useTranslations('consent');
  const channelWord = useChannelWord();
  const relationship = useQuery(relationshipsQuery(personId)).data?.find(({ id }) => id === event.relationshipId);
  const [other] = usePeopleById([relationship ? null : event.personId]) ?? [];
  const person = relationship?.personName ?? other?.name ?? event.actor.name;
  const address = event.address ?? '';
  const channel = event.channel === null ? '' : channelWord(event.channel);
  return (
    <span>
      {t(event.kind, { person, address, channel })}{' '}
      <Text component="span" size="sm" c="dimmed">
        {t('by', { actor: event.actor.name, via: event.actor.via })}
        {event.evidence !== null && ` ${t('evidence', { words: event.evidence })}`}
      </Text>
    </span>
  );
}
