import { dataOf } from '@belfry/sdk';
import { Button, Collapse, Paper } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { worldOf } from '../../app/api.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import classes from './go-live.module.css';

const doctorQuery = queryOptions({
  queryKey: ['doctor'],
  queryFn: ({ client, signal }) => dataOf(worldOf(client).api.GET('/v1/doctor', { signal })),
});

const icons = { ok: IconCircleCheck, advice: IconCircleDashed, problem: IconCircleX };

/** What lies between this installation and real phones, as `belfry doctor` sees it. */
export function GoLive() {
  const t = useTranslations('goLive');
  const [isOpen, { toggle }] = useDisclosure(false);
  const doctor = useQuery({ ...doctorQuery, enabled: isOpen });
  return (
    <Paper component="section" mt="xl" p={{ base: 'md', sm: 'lg' }} aria-labelledby="go-live">
      <div className={classes['head']}>
        <div>
          <h2 id="go-live">{t('title')}</h2>
          <p>{t('why')}</p>
        </div>
        <Button
          variant="default"
          onClick={toggle}
          aria-expanded={isOpen}
          aria-controls="go-live-list"
          rightSection={<IconChevronDown size={16} className={classes['chevron']} data-open={isOpen || undefined} />}
        >
          {isOpen ? t('hide') : t('show')}
        </Button>
      </div>
      <Collapse expanded={isOpen} id="go-live-list">
        <Loaded query={doctor} skeleton={<RowSkeletons rows={4} height={40} />}>
          {({ findings }) => (
            <ul className={classes['findings']}>
              {findings.map(({ level, about, found, todo }) => {
                const Icon = icons[level];
                return (
                  <li key={about} data-level={level}>
                    <Icon size={20} stroke={1.8} role="img" aria-label={t(level)} />
                    <div>
                      <strong>{about}</strong> {found}
                      {todo !== undefined && <p>{todo}</p>}
                    </div>
                  </li>
                );
              })}
            </ul>
          )}
        </Loaded>
      </Collapse>
    </Paper>
  );
}
