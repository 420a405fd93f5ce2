import { dataOf } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

/** As many as one page shows; longer lists come with the search of a later version. */
const LIMIT = 200;

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => dataOf(api.GET('/v1/people', { params: { query: { limit: LIMIT } }, signal })),
  select: (page) => page.data,
});
