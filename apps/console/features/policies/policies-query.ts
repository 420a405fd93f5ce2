import { dataOf, type Policy } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';

const LIMIT = 200;
/** Steps of a reminder's own are a policy each, so there may be more; nobody chooses among as many. */
const MAX_PAGES = 10;

export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: async ({ client, signal }) => {
    const { api } = worldOf(client);
    const policies: Policy[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const behind: { cursor?: string } = cursor === null ? {} : { cursor };
      const page = await dataOf(api.GET('/v1/policies', { params: { query: { limit: LIMIT, ...behind } }, signal }));
      policies.push(...page.data);
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    return policies;
  },
});

export const policyVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['policies', id, 'versions'],
    queryFn: ({ client, signal }) =>
      dataOf(
        worldOf(client).api.GET('/v1/policies/{id}/versions', {
          params: { path: { id }, query: { limit: LIMIT } },
          signal,
        }),
      ),
    select: (page) => page.data,
  });

export const policyQuery = (id: string) =>
  queryOptions({
    queryKey: ['policies', id],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/policies/{id}', { params: { path: { id } }, signal })),
  });
