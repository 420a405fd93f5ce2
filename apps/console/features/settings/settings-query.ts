import { dataOf } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ client, signal }) => dataOf(worldOf(client).api.GET('/v1/settings', { signal })),
});
