import type { PolicyVersion } from '@belfry/sdk';
import { useLocale, useTranslations } from 'use-intl';
import { formatDuration, parseDurationMs } from '../../time/duration.ts';
import { useChannelWord } from '../../ui/channel-icon.tsx';
import { usePeopleById } from '../people/use-people-by-id.ts';
import { targetsOf } from './domain/definition-of.ts';
import { useAfter } from './use-after.ts';

type Told = Pick<PolicyVersion, 'steps' | 'fallback' | 'repageAfter' | 'patience' | 'onUnknown'>;

/** What a policy says, a line for each thing that can change from version to version. */
export function usePolicyLines(policies: readonly Told[]): (policy: Told) => string[] {
  const t = useTranslations('policyPage');
  const ladder = useTranslations('ladder');
  const locale = useLocale();
  const after = useAfter();
  const channelWord = useChannelWord();
  const people = usePeopleById(policies.flatMap(targetsOf)) ?? [];
  const words = (duration: string) => formatDuration(parseDurationMs(duration) ?? 0, locale);
  const nameOf = (target: string) => {
    if (target === 'self') return ladder('self');
    if (target === 'role:contact') return ladder('contact');
    if (target.startsWith('role:')) return ladder('role', { role: target.slice('role:'.length) });
    return people.find(({ id }) => id === target)?.name ?? ladder('someone');
  };
  const targetWords = ({ person, channels }: Told['steps'][number]['targets'][number]) =>
    `${nameOf(person)} (${channels.map(channelWord).join(', ')})`;
  const stepLines = (step: Told['steps'][number]) => {
    const at = after(parseDurationMs(step.after) ?? 0);
    return [
      ...step.targets.map((target) => `${at}: ${targetWords(target)}`),
      ...(step.message === null ? [] : [`${at}: ${ladder('says', { message: step.message })}`]),
      ...(step.repeat === null
        ? []
        : [`${at}: ${ladder('repeat', { times: step.repeat.times, every: words(step.repeat.every) })}`]),
    ];
  };
  return ({ steps, fallback, repageAfter, patience, onUnknown }) => [
    ...steps.flatMap(stepLines),
    t('end', { patience: words(patience) }),
    ...(fallback === null ? [] : [t('fallback', { name: targetWords(fallback) })]),
    ...(repageAfter === null ? [] : [t('repage', { after: words(repageAfter) })]),
    t(onUnknown),
  ];
}
