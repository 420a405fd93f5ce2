import type { Policy } from '@belfry/sdk';
import { Paper, Stack, Text } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { formatDuration, parseDurationMs } from '../../time/duration.ts';
import { Section } from '../../ui/section.tsx';
import { usePeopleById } from '../people/use-people-by-id.ts';
import { targetsOf } from './domain/definition-of.ts';
import { previewLadder } from './domain/preview-ladder.ts';
import { Ladder } from './ladder.tsx';

/** What the policy says, whoever it is for. */
export function PolicyFacts({ policy }: { policy: Policy }) {
  const t = useTranslations('policyPage');
  const locale = useLocale();
  const { fallback, repageAfter, patience, onUnknown } = policy;
  const people = usePeopleById(targetsOf(policy));
  const words = (duration: string) => formatDuration(parseDurationMs(duration) ?? 0, locale);
  const fallbackName = people?.find((person) => person.id === fallback?.person)?.name ?? fallback?.person ?? '';
  return (
    <Section title={t('steps')}>
      <Paper p={{ base: 'md', sm: 'lg' }}>
        <Ladder
          rungs={previewLadder(policy.steps, { self: null, people, firstAtMs: null })}
          label={t('stepsOf', { name: policy.name })}
          end={t('end', { patience: words(patience) })}
        />
        <Stack gap={4} mt="md">
          {fallback && <Text size="sm">{t('fallback', { name: fallbackName })}</Text>}
          {repageAfter !== null && <Text size="sm">{t('repage', { after: words(repageAfter) })}</Text>}
          <Text size="sm" c="dimmed">
            {t(onUnknown)}
          </Text>
          <Text size="sm" c="dimmed">
            {t('versions')}
          </Text>
        </Stack>
      </Paper>
    </Section>
  );
}
