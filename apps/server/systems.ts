/** What stands on the engine and can be started with `--as`: the page of the console where it is at home. */
export const systems = { greetings: { page: '/greetings' } } as const;
export type System = keyof typeof systems;

/** Planned, and not there yet. */
export const systemsToCome = ['reminders', 'adherence', 'companion', 'frontdesk'];
