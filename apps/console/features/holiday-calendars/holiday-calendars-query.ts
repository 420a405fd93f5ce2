import { dataOf } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';

const LIMIT = 100;

export const holidayCalendarsQuery = queryOptions({
  queryKey: ['holiday-calendars'],
  queryFn: ({ client, signal }) =>
    dataOf(worldOf(client).api.GET('/v1/holiday-calendars', { params: { query: { limit: LIMIT } }, signal })),
  select: (page) => page.data,
});
