import type { Person } from '@belfry/sdk';
import { Button, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { Loaded } from '../../../ui/loaded.tsx';
import { RowSkeletons } from '../../../ui/row-skeletons.tsx';
import { Section } from '../../../ui/section.tsx';
import { relationshipsQuery } from '../people-query.ts';
import { ConsentLedger } from './consent-ledger.tsx';
import { RelationshipRow } from './relationship-row.tsx';
import classes from './relationships.module.css';
import { ordering, usePriority } from './use-priority.ts';

/** Its lists to choose from are loaded when it is opened. */
const AddRelationship = lazy(() => import('./add-relationship.tsx').then((it) => ({ default: it.AddRelationship })));

/** Who stands by a person, in the order in which they are asked, and what each of them agreed to. */
export function Relationships({ person }: { person: Person }) {
  const t = useTranslations('relationships');
  const relationships = useQuery(relationshipsQuery(person.id));
  const [isAdding, { open, close }] = useDisclosure(false);
  const move = usePriority(relationships.data ?? []);
  return (
    <Section
      title={t('title')}
      hint={t('hint')}
      actions={
        <Button variant="default" leftSection={<IconUserPlus size={16} />} onClick={open}>
          {t('add')}
        </Button>
      }
    >
      <Stack gap="md">
        <Loaded query={relationships} skeleton={<RowSkeletons rows={2} />}>
          {(known) =>
            known.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t('none')}
              </Text>
            ) : (
              <Paper px={{ base: 'sm', sm: 'md' }} py="xs">
                <ol className={classes['list']}>
                  {known.map((relationship, index) => (
                    <RelationshipRow
                      key={relationship.id}
                      relationship={relationship}
                      place={index + 1}
                      isLast={index === known.length - 1}
                      isMoving={move.isPending}
                      onMove={(by) => move.mutate({ from: index, to: index + by })}
                      moving={(by) => ordering(known, { from: index, to: index + by })}
                    />
                  ))}
                </ol>
              </Paper>
            )
          }
        </Loaded>
        <ConsentLedger person={person} />
      </Stack>
      <Suspense>
        {isAdding && <AddRelationship onClose={close} person={person} known={relationships.data ?? []} />}
      </Suspense>
    </Section>
  );
}
