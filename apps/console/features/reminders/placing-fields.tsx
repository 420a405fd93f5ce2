import { Select } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Placing, TimingDraft } from './domain/timing-draft.ts';
import { MoreFields } from './more-fields.tsx';

interface PlacingFieldsProps {
  timing: TimingDraft;
  change(patch: Partial<TimingDraft>): void;
}

const gaps = ['later', 'skip'] as const;
const overlaps = ['first', 'second', 'both'] as const;
const clamps = ['clamp', 'next', 'skip'] as const;

/** The nights on which the clocks change, and the days that a month lacks. */
export function PlacingFields({ timing, change }: PlacingFieldsProps) {
  const t = useTranslations('newReminder');
  const { placing, when } = timing;
  const set = (patch: Partial<Placing>) => change({ placing: { ...placing, ...patch } });
  const isUsual = placing.gap === 'later' && placing.overlap === 'first' && placing.clamp === 'clamp';
  const canLackDays = when === 'monthly' || when === 'annual' || when === 'rrule';
  return (
    <MoreFields title={t('placing')} isSet={!isUsual}>
      <Select
        label={t('gapRule')}
        allowDeselect={false}
        data={gaps.map((value) => ({ value, label: t(`${value}Gap`) }))}
        value={placing.gap}
        onChange={(value) => set({ gap: gaps.find((known) => known === value) ?? 'later' })}
      />
      <Select
        label={t('overlapRule')}
        allowDeselect={false}
        data={overlaps.map((value) => ({ value, label: t(`${value}Overlap`) }))}
        value={placing.overlap}
        onChange={(value) => set({ overlap: overlaps.find((known) => known === value) ?? 'first' })}
      />
      {canLackDays && (
        <Select
          label={t('clampRule')}
          allowDeselect={false}
          data={clamps
            .filter((value) => value !== 'next' || when === 'annual')
            .map((value) => ({ value, label: t(`${value}Clamp`) }))}
          value={placing.clamp}
          onChange={(value) => set({ clamp: clamps.find((known) => known === value) ?? 'clamp' })}
        />
      )}
    </MoreFields>
  );
}
