import { ActionIcon, Button, Group, Input, Paper, Stack, Switch, Textarea, Title } from '@mantine/core';
import { IconTrash, IconUserPlus } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { NumberField } from '../../ui/number-field.tsx';
import { newTarget, type StepDraft } from './domain/policy-draft.ts';
import { MinutesInput } from './minutes-input.tsx';
import { TargetEditor } from './target-editor.tsx';
import { useAfter } from './use-after.ts';

interface StepEditorProps {
  step: StepDraft;
  index: number;
  error: string | undefined;
  onChange(patch: Partial<StepDraft>): void;
  onRemove: (() => void) | undefined;
}

const MOST_TARGETS = 20;
const minuteMs = 60_000;

/** One step: when, whom and how, in which words, and how often again. */
export function StepEditor({ step, index, error, onChange, onRemove }: StepEditorProps) {
  const t = useTranslations('policyForm');
  const after = useAfter();
  const { targets, repeat } = step;
  const number = index + 1;
  return (
    <Paper component="li" p={{ base: 'md', sm: 'lg' }}>
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap">
          <Title order={2}>{t('step', { step: number, after: after(step.afterMinutes * minuteMs) })}</Title>
          {onRemove && (
            <ActionIcon aria-label={t('removeStep', { step: number })} onClick={onRemove}>
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </Group>
        <MinutesInput
          label={t('after')}
          value={step.afterMinutes}
          error={error !== undefined}
          onChange={(afterMinutes) => onChange({ afterMinutes })}
        />
        {targets.map((target, place) => (
          <TargetEditor
            key={target.key}
            target={target}
            label={t('who', { step: number, place: place + 1 })}
            onChange={(patch) =>
              onChange({ targets: targets.map((other) => (other.key === target.key ? { ...other, ...patch } : other)) })
            }
            onRemove={
              targets.length > 1
                ? () => onChange({ targets: targets.filter((other) => other.key !== target.key) })
                : undefined
            }
          />
        ))}
        {targets.length < MOST_TARGETS && (
          <Button
            variant="subtle"
            size="compact-sm"
            ml={-8}
            leftSection={<IconUserPlus size={14} />}
            onClick={() => onChange({ targets: [...targets, newTarget(targets)] })}
            style={{ alignSelf: 'flex-start' }}
          >
            {t('addTarget')}
          </Button>
        )}
        <Textarea
          label={t('message')}
          description={t('messageHint')}
          autosize
          minRows={1}
          maxRows={6}
          maxLength={1000}
          value={step.message}
          onChange={(event) => onChange({ message: event.currentTarget.value })}
        />
        <Switch
          label={t('repeat')}
          description={t('repeatHint')}
          checked={repeat !== null}
          onChange={(event) => onChange({ repeat: event.currentTarget.checked ? { everyMinutes: 5, times: 2 } : null })}
        />
        {repeat && (
          <Group align="flex-start" gap="md">
            <MinutesInput
              label={t('every')}
              min={1}
              value={repeat.everyMinutes}
              onChange={(everyMinutes) => onChange({ repeat: { ...repeat, everyMinutes } })}
            />
            <NumberField
              label={t('times')}
              w={120}
              min={1}
              max={100}
              value={repeat.times}
              onChange={(times) => onChange({ repeat: { ...repeat, times } })}
            />
          </Group>
        )}
        {error !== undefined && <Input.Error role="alert">{error}</Input.Error>}
      </Stack>
    </Paper>
  );
}
