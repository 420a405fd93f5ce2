import type { Policy, PolicyVersion } from '@belfry/sdk';
import { Button, Paper } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { Section } from '../../ui/section.tsx';
import { diffLines } from './domain/diff-lines.ts';
import { policyVersionsQuery } from './policies-query.ts';
import classes from './policy-versions.module.css';
import { usePolicyLines } from './use-policy-lines.ts';

/** Every version that was saved, newest first, and what the present one has made of it. */
export function PolicyVersions({ policy }: { policy: Policy }) {
  const t = useTranslations('policyVersions');
  const versions = useQuery(policyVersionsQuery(policy.id));
  return (
    <Section title={t('title')} hint={t('hint')}>
      <Loaded query={versions} skeleton={<RowSkeletons rows={2} height={40} />}>
        {(known) => (
          <Paper px={{ base: 'sm', sm: 'md' }} py="xs">
            <ol className={classes['list']} aria-label={t('title')}>
              {known.map((version) => (
                <Version key={version.version} version={version} policy={policy} />
              ))}
            </ol>
          </Paper>
        )}
      </Loaded>
    </Section>
  );
}

function Version({ version, policy }: { version: PolicyVersion; policy: Policy }) {
  const t = useTranslations('policyVersions');
  const [isOpen, { toggle }] = useDisclosure(false);
  const id = useId();
  const number = version.version;
  const isPresent = number === policy.version;
  return (
    <li className={classes['row']}>
      <div className={classes['head']}>
        <div>
          <span className={classes['number']}>{t(isPresent ? 'present' : 'version', { version: number })}</span>{' '}
          <span className={classes['facts']}>
            <Instant at={version.createdAt} />
            {version.occurrencesUnderWay > 0 && <> · {t('underWay', { count: version.occurrencesUnderWay })}</>}
          </span>
        </div>
        {!isPresent && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={isOpen}
            aria-controls={id}
            aria-label={t('compareOf', { version: number })}
            leftSection={isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            onClick={toggle}
          >
            {t('compare')}
          </Button>
        )}
      </div>
      <div id={id}>{isOpen && <Difference before={version} after={policy} />}</div>
    </li>
  );
}

function Difference({ before, after }: { before: PolicyVersion; after: Policy }) {
  const t = useTranslations('policyVersions');
  const present = after as Policy & PolicyVersion;
  const linesOf = usePolicyLines([before, present]);
  const lines = diffLines(linesOf(before), linesOf(present));
  if (lines.every(({ kind }) => kind === 'same')) return <p className={classes['facts']}>{t('alike')}</p>;
  return (
    <ul className={classes['diff']} aria-label={t('compareOf', { version: before.version })}>
      {lines.map(({ kind, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same line may stand twice, and none of them moves
        <li key={`${index} ${text}`} data-kind={kind}>
          <span className={classes['sign']}>{t(kind)}</span>
          <span className={classes['text']}>{text}</span>
        </li>
      ))}
    </ul>
  );
}
