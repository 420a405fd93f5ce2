import { type Client, dataOf, type Person, type PersonGreetingSettings } from '@belfry/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useChanged } from '../../../app/use-changed.ts';
import { useSayDone } from '../../../ui/under-way.ts';
import { fieldsOf, useEdit } from '../../../ui/use-edit.ts';
import { personGreetingsQuery } from '../../greetings/greetings-query.ts';

/** As fields hold it: empty where it is as for everybody. */
interface Draft {
  muted: boolean;
  sendTime: string;
  leapDay: string;
}

export function usePersonGreetings({ id, name }: Person, known: PersonGreetingSettings) {
  const t = useTranslations('personGreetings');
  const queries = useQueryClient();
  const changed = useChanged();
  const sayDone = useSayDone();
  return useEdit({
    known,
    toDraft: (own): Draft => ({ muted: own.muted, sendTime: own.sendTime ?? '', leapDay: own.leapDay ?? '' }),
    saving: ({ version }: PersonGreetingSettings, draft: Draft) => saving(id, version, draft),
    reread: () => queries.fetchQuery({ ...personGreetingsQuery(id), staleTime: 0 }),
    fields: fieldsOf<Draft, 'sendTime'>('sendTime'),
    onSaved: (saved) => {
      sayDone(saved.couldNotStop, t('saved', { name }), t('savedHint'));
      void changed('greetings');
    },
  });
}

function saving(id: string, version: number, { muted, sendTime, leapDay }: Draft) {
  const body = { muted, sendTime: sendTime || null, leapDay: (leapDay || null) as PersonGreetingSettings['leapDay'] };
  const init = { params: { path: { id } }, headers: { 'if-match': `"${version}"` }, body };
  return (api: Client) => dataOf(api.PUT('/v1/greetings/people/{id}', init));
}
