import {
  IconActivity,
  IconBellRinging,
  IconCake,
  IconCalendarOff,
  IconDeviceMobileMessage,
  IconHome,
  IconMailX,
  IconPlayerPlay,
  IconSettings,
  IconStairs,
  IconUsers,
} from '@tabler/icons-react';

/** The places of the navigation, in its order. The bar under the thumb has room for a few; the others are in its menu. */
export const places = [
  { to: '/', label: 'home', short: 'home', icon: IconHome, sandboxOnly: false, isAtThumb: true },
  {
    to: '/reminders',
    label: 'reminders',
    short: 'reminders',
    icon: IconBellRinging,
    sandboxOnly: false,
    isAtThumb: true,
  },
  { to: '/people', label: 'people', short: 'people', icon: IconUsers, sandboxOnly: false, isAtThumb: true },
  { to: '/greetings', label: 'greetings', short: 'greetings', icon: IconCake, sandboxOnly: false, isAtThumb: false },
  { to: '/policies', label: 'policies', short: 'policies', icon: IconStairs, sandboxOnly: false, isAtThumb: false },
  { to: '/activity', label: 'activity', short: 'activity', icon: IconActivity, sandboxOnly: false, isAtThumb: false },
  {
    to: '/dead-letters',
    label: 'deadLetters',
    short: 'deadLetters',
    icon: IconMailX,
    sandboxOnly: false,
    isAtThumb: false,
  },
  {
    to: '/settings/holiday-calendars',
    label: 'holidayCalendars',
    short: 'holidayCalendars',
    icon: IconCalendarOff,
    sandboxOnly: false,
    isAtThumb: false,
  },
  { to: '/settings', label: 'settings', short: 'settings', icon: IconSettings, sandboxOnly: false, isAtThumb: false },
  {
    to: '/phones',
    label: 'phones',
    short: 'phonesShort',
    icon: IconDeviceMobileMessage,
    sandboxOnly: true,
    isAtThumb: true,
  },
  {
    to: '/playground',
    label: 'playground',
    short: 'playgroundShort',
    icon: IconPlayerPlay,
    sandboxOnly: true,
    isAtThumb: false,
  },
] as const;

export type Place = (typeof places)[number];
