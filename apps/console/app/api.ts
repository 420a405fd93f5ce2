import { createClient } from '@belfry/sdk';

/** The console speaks to the server it was loaded from, with the session's cookie. */
export const api = createClient({ baseUrl: '' });
