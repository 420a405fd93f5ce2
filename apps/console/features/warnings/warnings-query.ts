import { dataOf } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';

const LIMIT = 50;

/** What is due within a day and would reach nobody as things stand. `personId`: of one person alone. */
export const warningsQuery = (personId?: string) =>
  queryOptions({
    // What an announcement about people, schedules or policies changes, this may change: see app/topics.ts.
    queryKey: ['warnings', personId ?? 'all'],
    queryFn: ({ client, signal }) => {
      const query = { within: 'PT24H', limit: LIMIT, ...(personId === undefined ? {} : { personId }) };
      return dataOf(worldOf(client).api.GET('/v1/warnings', { params: { query }, signal }));
    },
    select: (page) => ({ warnings: page.data, isMore: page.nextCursor !== null }),
  });
