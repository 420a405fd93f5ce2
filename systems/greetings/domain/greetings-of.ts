import type { KeptSchedule } from '@belfry/engine/module';
import { dateNamed } from '@belfry/kernel/date-named';
import { derivedId, type PersonId, type ScheduleId, type TenantId } from '@belfry/kernel/ids';
import type { Kind } from './kind.ts';
import type { OwnSettings, Settings } from './settings.ts';

/** What of a person decides whether and when they are greeted. */
export interface Greeted {
  id: PersonId;
  birthDate: string | null;
  anniversaryDate: string | null;
  dates: Readonly<Record<string, string>>;
  isDeleted: boolean;
  own: OwnSettings;
}

/** All that is the same for every person of a tenant. */
export interface Occasions {
  tenantId: TenantId;
  settings: Settings & { version: number };
  /** Those too that have been taken away: their greetings have to go. */
  kinds: readonly (Kind & { isRemoved: boolean })[];
}

/** By this name the engine finds who writes the words. */
export const authorName = 'greetings';

/** One for each person and kind, whatever is edited, imported again or planned twice. */
export function greetingId(tenantId: TenantId, personId: PersonId, kind: string): ScheduleId {
  return derivedId<ScheduleId>('greeting', tenantId, personId, kind);
}

/** The schedules that a person is to have, and those that they are not to have any more. */
export function greetingsOf(
  { tenantId, settings, kinds }: Occasions,
  person: Greeted,
): { wanted: KeptSchedule[]; unwanted: ScheduleId[] } {
  const wanted: KeptSchedule[] = [];
  const unwanted: ScheduleId[] = [];
  for (const kind of kinds) {
    const id = greetingId(tenantId, person.id, kind.name);
    const isWanted = settings.isEnabled && kind.isEnabled && !kind.isRemoved && isGreeted(person, kind);
    if (isWanted) wanted.push({ id, personId: person.id, ...scheduleFor(settings, kind, person.own) });
    // Whoever is removed keeps theirs, which the engine passes over, and has them again when they come back.
    else if (!person.isDeleted) unwanted.push(id);
  }
  return { wanted, unwanted };
}

function isGreeted({ isDeleted, own, ...person }: Greeted, { field }: Kind): boolean {
  return !isDeleted && !own.isMuted && dateOf(person, field) !== null;
}

export function dateOf(person: Pick<Greeted, 'birthDate' | 'anniversaryDate' | 'dates'>, field: string): string | null {
  if (field === 'birthDate' || field === 'anniversaryDate') return person[field];
  return dateNamed(person.dates, field);
}

export function scheduleFor(settings: Settings, kind: Kind, own: OwnSettings): Omit<KeptSchedule, 'id' | 'personId'> {
  const leapDay = own.leapDay ?? settings.leapDay;
  return {
    kind: kind.name,
    title: kind.title,
    author: authorName,
    rule: {
      type: 'annual',
      field: kind.field,
      sameDay: true,
      clamp: leapDay === 'march-1' ? 'next' : 'clamp',
      ...(kind.recurrence === 'once' ? { count: 1 } : {}),
    },
    localTime: own.sendTime ?? kind.sendTime ?? settings.sendTime,
    lateLimit: settings.lateLimit,
    importance: 'medium',
    onUnknown: settings.onUnknown,
  };
}
