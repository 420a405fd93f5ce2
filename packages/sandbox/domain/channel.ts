/** What a handset can be: a phone, a mailbox, a browser that takes pushes, a web server that takes webhooks. */
export const channels = ['sms', 'email', 'push', 'webhook'] as const;
export type Channel = (typeof channels)[number];
