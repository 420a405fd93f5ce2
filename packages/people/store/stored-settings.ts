import type { Sealed, Sealer } from '@belfry/platform/sealer';
import type { ContactSettings } from '../domain/contact-settings.ts';

/** Whose settings they are: what is sealed for one contact point cannot be opened as another's. */
export interface SettingsPlace {
  tenantId: string;
  personId: string;
  channel: string;
  address: string;
}

/** As they stand in the table: sealed whole; plain where an earlier version wrote them and nobody has sealed them yet. */
export type StoredSettings = Sealed | ContactSettings | null;

export type OpenedSettings =
  | { isReadable: true; settings: ContactSettings | null }
  /** Sealed with a key that this process has not, or for another contact point. */
  | { isReadable: false };

export function sealSettings(sealer: Sealer, place: SettingsPlace, settings: ContactSettings | null): Sealed | null {
  return settings && sealer.seal(JSON.stringify(settings), boundTo(place));
}

export function openSettings(sealer: Sealer, place: SettingsPlace, stored: StoredSettings): OpenedSettings {
  if (stored === null || !('sealed' in stored)) return { isReadable: true, settings: stored };
  const text = sealer.open(stored, boundTo(place));
  return text === null ? { isReadable: false } : { isReadable: true, settings: JSON.parse(text) };
}

function boundTo({ tenantId, personId, channel, address }: SettingsPlace): string[] {
  return [tenantId, personId, channel, address];
}
