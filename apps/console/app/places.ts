import { IconBellRinging, IconDeviceMobileMessage, IconHome, IconStairs, IconUsers } from '@tabler/icons-react';

/** The places of the navigation, in its order. */
export const places = [
  { to: '/', label: 'home', short: 'home', icon: IconHome, sandboxOnly: false },
  { to: '/reminders', label: 'reminders', short: 'reminders', icon: IconBellRinging, sandboxOnly: false },
  { to: '/people', label: 'people', short: 'people', icon: IconUsers, sandboxOnly: false },
  { to: '/policies', label: 'policies', short: 'policies', icon: IconStairs, sandboxOnly: false },
  { to: '/phones', label: 'phones', short: 'phonesShort', icon: IconDeviceMobileMessage, sandboxOnly: true },
] as const;
