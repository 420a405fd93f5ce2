import { IconBellRinging, IconDeviceMobileMessage, IconHome, IconStairs, IconUsers } from '@tabler/icons-react';

/** The places of the navigation, in its order. */
export const places = [
  { to: '/', label: 'home', icon: IconHome, sandboxOnly: false },
  { to: '/reminders', label: 'reminders', icon: IconBellRinging, sandboxOnly: false },
  { to: '/people', label: 'people', icon: IconUsers, sandboxOnly: false },
  { to: '/policies', label: 'policies', icon: IconStairs, sandboxOnly: false },
  { to: '/phones', label: 'phones', icon: IconDeviceMobileMessage, sandboxOnly: true },
] as const;
