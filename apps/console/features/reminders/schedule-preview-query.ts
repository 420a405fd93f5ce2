import { dataOf, type NewSchedule } from '@belfry/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';

const SHOWN = 5;

/** The next instants of a schedule that has not been created, by the engine's own rules. */
export const draftPreviewQuery = (body: NewSchedule | null) =>
  queryOptions({
    queryKey: ['schedules', 'preview', body],
    queryFn: ({ client, signal }) => {
      if (body === null) throw new TypeError('There is nothing to preview.');
      const params = { query: { count: SHOWN } };
      return dataOf(worldOf(client).api.POST('/v1/schedules/preview', { params, body, signal }));
    },
    enabled: body !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });

export const previewQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['schedules', id, 'preview', version],
    queryFn: ({ client, signal }) =>
      dataOf(
        worldOf(client).api.GET('/v1/schedules/{id}/preview', {
          params: { path: { id }, query: { count: SHOWN } },
          signal,
        }),
      ),
  });
