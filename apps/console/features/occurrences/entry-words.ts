import type { TimelineEntry } from '@belfry/sdk';
import { useTranslations } from 'use-intl';
import { useChannelWord } from '../../ui/channel-icon.tsx';
import { useStateWord } from '../../ui/state-mark.tsx';

/** One line that says what an entry of the timeline is: `SMS to Ann Archer`, `Done, by Ann Archer`. */
export function useEntryWords(): (entry: TimelineEntry) => string {
  const t = useTranslations('entry');
  const channelWord = useChannelWord();
  const stateWord = useStateWord();
  return ({ type, channel, personName, status }) => {
    if (type === 'action' && personName !== null) return t('action', { what: stateWord(status), person: personName });
    if (type === 'planned' && channel === null) return t('wouldEnd', { state: stateWord(status) });
    if (channel === null || type === 'action') return stateWord(status);
    return t('contact', { channel: channelWord(channel), person: personName ?? t('somebody') });
  };
}
