import { ActionIcon, Input, SegmentedControl, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { PersonSelect } from '../people/person-select.tsx';
import type { RungDraft } from './domain/reminder-draft.ts';
import classes from './ladder-editor.module.css';

interface RungEditorProps {
  rung: RungDraft;
  index: number;
  /** Whom the reminder is for. */
  selfId: string | null;
  self: string;
  error: string | undefined;
  onChange(patch: Partial<RungDraft>): void;
  onRemove: (() => void) | undefined;
}

const A_WEEK_MINUTES = 7 * 24 * 60;

export function RungEditor({ rung, index, selfId, self, error, onChange, onRemove }: RungEditorProps) {
  const t = useTranslations('newReminder');
  const step = index + 1;
  const channels = [
    { value: 'sms', label: t('sms') },
    { value: 'email', label: t('email') },
  ] as const;
  return (
    <li className={classes['rung']}>
      <TextInput
        type="number"
        inputMode="numeric"
        label={t('afterMinutes')}
        aria-label={t('afterMinutesOf', { step })}
        min={0}
        max={A_WEEK_MINUTES}
        value={rung.afterMinutes}
        error={error !== undefined && rung.person !== null}
        onChange={(event) => onChange({ afterMinutes: Math.max(0, event.currentTarget.valueAsNumber || 0) })}
      />
      <PersonSelect
        className={classes['who'] ?? ''}
        label={t('stepWho')}
        aria-label={t('stepWhoOf', { step })}
        placeholder={t('secondPerson')}
        before={[{ value: 'self', label: self }]}
        except={selfId}
        value={rung.person}
        error={error !== undefined && rung.person === null}
        onChange={(person) => onChange({ person })}
      />
      <SegmentedControl
        className={classes['channel'] ?? ''}
        aria-label={t('channelOf', { step })}
        data={[...channels]}
        value={rung.channel}
        onChange={(channel) => onChange({ channel })}
      />
      {onRemove && (
        <ActionIcon className={classes['remove'] ?? ''} aria-label={t('removeStep', { step })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
      {error !== undefined && (
        <Input.Error className={classes['error'] ?? ''} role="alert">
          {error}
        </Input.Error>
      )}
    </li>
  );
}
