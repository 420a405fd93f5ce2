import { type Client, dataOf, type GreetingSettings } from '@belfry/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useChanged } from '../../app/use-changed.ts';
import { useSayDone } from '../../ui/under-way.ts';
import { fieldsOf, useEdit } from '../../ui/use-edit.ts';
import { greetingSettingsQuery } from './greetings-query.ts';

type Draft = Pick<GreetingSettings, 'enabled' | 'sendTime' | 'leapDay' | 'lateLimit' | 'onUnknown'>;

export function useGreetingSettings(known: GreetingSettings) {
  const t = useTranslations('greetings');
  const queries = useQueryClient();
  const changed = useChanged();
  const sayDone = useSayDone();
  return useEdit({
    known,
    toDraft,
    saving,
    reread: () => queries.fetchQuery({ ...greetingSettingsQuery, staleTime: 0 }),
    fields: fieldsOf<Draft, 'sendTime'>('sendTime'),
    onSaved: (saved) => {
      sayDone(saved.couldNotStop, t('saved'), t('savedHint'));
      void changed('greetings');
    },
  });
}

function toDraft({ enabled, sendTime, leapDay, lateLimit, onUnknown }: GreetingSettings): Draft {
  return { enabled, sendTime, leapDay, lateLimit, onUnknown };
}

function saving({ version }: GreetingSettings, body: Draft) {
  const headers = { 'if-match': `"${version}"` };
  return (api: Client) => dataOf(api.PUT('/v1/greetings/settings', { headers, body }));
}
