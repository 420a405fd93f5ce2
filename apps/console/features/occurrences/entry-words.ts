import type { TimelineEntry } from '@belfry/sdk';
import { useTranslations } from 'use-intl';
import { useChannelWord } from '../../ui/channel-icon.tsx';
import { useStateWord } from '../../ui/state-mark.tsx';

/** One line that says what an entry of the timeline is: `SMS to Ann Archer`, `Done, by Ann Archer`. */
export function useEntryWords(): (entry: TimelineEntry) => string {
  const t = useTranslations('entry');
  const channelWord = useChannelWord();
  const stateWord = useStateWord();
  return (entry) => {
    const person = entry.personName ?? t('somebody');
    const channel = entry.channel === null ? t('message') : channelWord(entry.channel);
    switch (entry.type) {
      case 'attempt':
      case 'outcome':
        return t('contact', { channel, person });
      case 'planned':
        return t('planned', { step: (entry.step ?? 0) + 1, who: plannedFor(entry, channelWord) || person });
      case 'action':
        return entry.personName ? t('action', { what: stateWord(entry.status ?? ''), person }) : stateWord(entry.status ?? '');
      case 'decision':
        return entry.status === null ? t('decision') : stateWord(entry.status);
    }
  };
}

function plannedFor(entry: TimelineEntry, channelWord: (channel: string) => string): string {
  const persons = entry.persons ?? [];
  return persons.map(({ name, channels }) => `${name} (${channels.map(channelWord).join(', ')})`).join(', ');
}
