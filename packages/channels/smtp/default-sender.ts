import { isIP } from 'node:net';

/** The From address where none is configured: `reminders@` the public host, or an obviously local one without such. */
export function defaultSender(publicUrl: string): string {
  const host = new URL(publicUrl).hostname;
  const isPublicName = host.includes('.') && !host.startsWith('[') && isIP(host) === 0;
  return isPublicName ? `reminders@${host}` : 'belfry@localhost';
}
