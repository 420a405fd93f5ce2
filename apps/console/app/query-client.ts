import { ProblemError } from '@belfry/sdk';
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { meKey } from './me.ts';

const MAX_RETRIES = 2;

/** What the stream announces is fetched again at once; between two announcements nothing goes stale by itself. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      // A session that has ended shows in any answer: asking who we are leads to the sign-in page.
      onError: (error, query) => {
        if (isSignedOut(error) && query.queryKey[0] !== meKey[0]) void client.invalidateQueries({ queryKey: meKey });
      },
    }),
    defaultOptions: {
      // The browser's word for offline says nothing of a server on this machine; and what it held back until the network
      // returns would be sent long after it was given up.
      queries: {
        networkMode: 'always',
        staleTime: 30_000,
        retry: (failures, error) => failures < MAX_RETRIES && isPassing(error),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 401;
}

/** Who has been waited for in vain for two minutes is not waited for again unasked. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof ProblemError) || error.code === 'network.timeout') return false;
  return error.status === 0 || error.status >= 502;
}
