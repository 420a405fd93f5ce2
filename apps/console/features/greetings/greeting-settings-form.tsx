import type { GreetingSettings } from '@belfry/sdk';
import { Button, Group, Paper, Radio, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { formatDuration, parseDurationMs } from '../../time/duration.ts';
import { CopyCurl } from '../../ui/curl/copy-curl.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import { useGreetingSettings } from './use-greeting-settings.ts';

const hourMs = 3_600_000;
const limits = ['PT1H', 'PT6H', 'PT12H', 'PT24H', 'PT48H'] as const;

/** What holds for all greetings; saved it reaches people one after the other, and says how far it has come. */
export function GreetingSettingsForm({ settings }: { settings: GreetingSettings }) {
  const t = useTranslations('greetings');
  const locale = useLocale();
  const form = useGreetingSettings(settings);
  const { draft, change } = form;
  /** In hours, of which most are whole numbers. */
  const limitWords = (limit: string) => {
    const ms = parseDurationMs(limit);
    if (ms === null) return limit;
    return ms % hourMs === 0 ? t('hours', { hours: ms / hourMs }) : formatDuration(ms, locale);
  };
  const known = limits.some((limit) => limit === draft.lateLimit) ? limits : [draft.lateLimit, ...limits];
  return (
    <Paper p="md" maw={640}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        <LeaveGuard isDirty={form.isDirty} />
        <Stack gap="md">
          {form.isStale && <StaleNote onReload={form.reload} />}
          <Switch
            label={t('enabled')}
            description={t('enabledHint')}
            checked={draft.enabled}
            onChange={(event) => change({ enabled: event.currentTarget.checked })}
          />
          <TextInput
            type="time"
            label={t('sendTime')}
            description={t('sendTimeHint')}
            required
            maw={220}
            value={draft.sendTime}
            error={form.wrong.sendTime}
            onChange={(event) => change({ sendTime: event.currentTarget.value })}
          />
          <Radio.Group
            label={t('leapDay')}
            value={draft.leapDay}
            onChange={(leapDay) => change({ leapDay: leapDay === 'march-1' ? 'march-1' : 'february-28' })}
          >
            <Group mt={6}>
              <Radio value="february-28" label={t('february28')} />
              <Radio value="march-1" label={t('march1')} />
            </Group>
          </Radio.Group>
          <Select
            label={t('lateLimit')}
            description={t('lateLimitHint')}
            maw={220}
            allowDeselect={false}
            data={known.map((limit) => ({ value: limit, label: limitWords(limit) }))}
            value={draft.lateLimit}
            onChange={(lateLimit) => lateLimit !== null && change({ lateLimit })}
          />
          <Radio.Group
            label={t('onUnknown')}
            description={t('onUnknownHint')}
            value={draft.onUnknown}
            onChange={(onUnknown) => change({ onUnknown: onUnknown === 'ask' ? 'ask' : 'again' })}
          >
            <Group mt={6}>
              <Radio value="again" label={t('again')} />
              <Radio value="ask" label={t('ask')} />
            </Group>
          </Radio.Group>
          {form.error !== null && <ProblemNote error={form.error} />}
          <Group gap="sm">
            <Button type="submit" loading={form.isPending}>
              {t('save')}
            </Button>
            <CopyCurl call={form.call} of={t('save')} />
            {settings.reaching && (
              <Text size="sm" c="dimmed" role="status">
                {t('reaching', { count: settings.reaching.done })}
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
