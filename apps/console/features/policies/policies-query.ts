import { dataOf } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

const LIMIT = 200;

export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: ({ signal }) => dataOf(api.GET('/v1/policies', { params: { query: { limit: LIMIT } }, signal })),
  select: (page) => page.data,
});
