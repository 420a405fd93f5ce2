import type { Settings, SettingsEdit } from '@belfry/sdk';
import { channels } from '../../policies/domain/policy-draft.ts';

type Channel = (typeof channels)[number];
type RateField = `ratesPerSecond.${Channel}`;

/** By the paths of the API; in digits, empty for any number. */
export type LimitsDraft = Record<'throttlePerHour' | RateField, string>;

export const rateFields = channels.map((channel) => ({ channel, field: `ratesPerSecond.${channel}` as RateField }));
export const limitFields = ['throttlePerHour', ...rateFields.map(({ field }) => field)] as const;

export function toLimitsDraft({ throttlePerHour, ratesPerSecond }: Settings): LimitsDraft {
  const rates = rateFields.map(({ channel, field }) => [field, String(ratesPerSecond[channel] ?? '')]);
  return { ...Object.fromEntries(rates), throttlePerHour: String(throttlePerHour ?? '') } as LimitsDraft;
}

export function toSettingsEdit(draft: LimitsDraft): SettingsEdit {
  const rates = rateFields.flatMap(({ channel, field }) =>
    draft[field].trim() === '' ? [] : [[channel, Number(draft[field])]],
  );
  const throttle = draft.throttlePerHour.trim();
  return { throttlePerHour: throttle === '' ? null : Number(throttle), ratesPerSecond: Object.fromEntries(rates) };
}
