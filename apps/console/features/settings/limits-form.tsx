import { type Client, dataOf, type Settings } from '@belfry/sdk';
import { Button, Fieldset, Group, Paper, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useChanged } from '../../app/use-changed.ts';
import { useChannelWord } from '../../ui/channel-icon.tsx';
import { CopyCurl } from '../../ui/curl/copy-curl.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import { fieldsOf, useEdit } from '../../ui/use-edit.ts';
import { useFocusOnRefusal } from '../../ui/use-focus-on-refusal.ts';
import { useNotify } from '../../ui/use-notify.ts';
import { type LimitsDraft, limitFields, rateFields, toLimitsDraft, toSettingsEdit } from './domain/limits-draft.ts';
import { settingsQuery } from './settings-query.ts';

/** How much goes out at once; what is over it waits, and nothing is lost by it. */
export function LimitsForm({ settings }: { settings: Settings }) {
  const t = useTranslations('settings');
  const channelWord = useChannelWord();
  const queries = useQueryClient();
  const changed = useChanged();
  const notify = useNotify();
  const form = useEdit({
    known: settings,
    toDraft: toLimitsDraft,
    saving,
    reread: () => queries.fetchQuery({ ...settingsQuery, staleTime: 0 }),
    fields: fieldsOf<LimitsDraft, keyof LimitsDraft>(...limitFields),
    onSaved: ({ couldNotStop: _, ...saved }) => {
      notify({ tone: 'good', title: t('saved'), message: t('savedHint') });
      queries.setQueryData(settingsQuery.queryKey, saved);
      void changed('settings');
    },
  });
  /** Half a number, such as 5-, is an empty text to whoever asks the browser, and would be saved as any number. */
  const [half, setHalf] = useState<readonly string[] | null>(null);
  const element = useFocusOnRefusal(half ?? form.refusal);
  const field = (name: keyof LimitsDraft, label: string, description?: string) => (
    <TextInput
      key={name}
      name={name}
      type="number"
      inputMode="numeric"
      min={1}
      label={label}
      description={description}
      placeholder={t('any')}
      value={form.draft[name]}
      error={half?.includes(name) ? t('half') : form.wrong[name]}
      onChange={(event) => {
        setHalf(null);
        form.change({ [name]: event.currentTarget.value });
      }}
    />
  );
  return (
    <Paper p="md" maw={640}>
      <form
        ref={element}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const found = halfNumbersIn(event.currentTarget);
          setHalf(found.length > 0 ? found : null);
          if (found.length === 0) form.submit();
        }}
      >
        <LeaveGuard isDirty={form.isDirty} />
        <Stack gap="md">
          {form.isStale && <StaleNote onReload={() => void form.reload()} />}
          {field('throttlePerHour', t('throttle'), t('throttleHint'))}
          <Fieldset legend={t('rates')} variant="unstyled" style={{ margin: 0, padding: 0, border: 0 }}>
            <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="md" mt="xs">
              {rateFields.map(({ channel, field: name }) => field(name, channelWord(channel)))}
            </SimpleGrid>
          </Fieldset>
          {form.error !== null && <ProblemNote error={form.error} />}
          <Group gap="sm">
            <Button type="submit" loading={form.isPending} disabled={!form.isDirty}>
              {t('save')}
            </Button>
            <CopyCurl call={form.call} of={t('save')} />
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

function halfNumbersIn({ elements }: HTMLFormElement): string[] {
  const inputs = [...elements].filter((element) => element instanceof HTMLInputElement);
  return inputs.filter(({ validity }) => validity.badInput).map(({ name }) => name);
}

function saving({ version }: Settings, draft: LimitsDraft) {
  const init = { headers: { 'if-match': `"${version}"` }, body: toSettingsEdit(draft) };
  return (api: Client) => dataOf(api.PATCH('/v1/settings', init));
}
