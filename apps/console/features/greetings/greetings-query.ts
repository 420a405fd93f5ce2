import { dataOf, type GreetingSettings } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';
import { everyPage } from '../../app/every-page.ts';

/**
 * A day as it is called locally, in each zone. What is planned follows from the settings, and reaches people one after the
 * other: with each step of that it is asked for again, and for the last time when all have been reached.
 */
export const planQuery = (date: string, settings: GreetingSettings | undefined) =>
  queryOptions({
    queryKey: ['greetings', 'plan', date, settings?.version, settings?.reaching?.done ?? 'all'],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/greetings/plan', { params: { query: { date } }, signal })),
  });

/** By how much what has gone of a day was late. It is out of date when the day's plan is. */
export const latenessQuery = (date: string) =>
  queryOptions({
    queryKey: ['greetings', 'plan', date, 'lateness'],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/greetings/lateness', { params: { query: { date } }, signal })),
  });

/** How many each day of a year has, by people's dates as they are now. */
export const yearQuery = (year: number) =>
  queryOptions({
    queryKey: ['greetings', 'year', year],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/greetings/year', { params: { query: { year } }, signal })),
  });

export const greetingSettingsQuery = queryOptions({
  queryKey: ['greetings', 'settings'],
  queryFn: ({ client, signal }) => dataOf(worldOf(client).api.GET('/v1/greetings/settings', { signal })),
  // A change that has not reached everybody says how far it has come.
  refetchInterval: ({ state }) => (state.data?.reaching ? 1000 : false),
});

/** What one person wants otherwise. */
export const personGreetingsQuery = (id: string) =>
  queryOptions({
    queryKey: ['greetings', 'people', id],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/greetings/people/{id}', { params: { path: { id } }, signal })),
  });

export const kindsQuery = queryOptions({
  queryKey: ['greetings', 'kinds'],
  queryFn: ({ client, signal }) =>
    everyPage((query) => dataOf(worldOf(client).api.GET('/v1/greetings/kinds', { params: { query }, signal }))),
});

export const templatesQuery = queryOptions({
  queryKey: ['greetings', 'templates'],
  queryFn: ({ client, signal }) =>
    everyPage((query) => dataOf(worldOf(client).api.GET('/v1/greetings/templates', { params: { query }, signal }))),
});

interface Draft {
  kind: string;
  subject: string;
  text: string;
  personId: string;
  /** YYYY-MM-DD; absent: the next one. */
  date?: string;
}

/** Words as somebody would get them, saved or not. */
export const previewQuery = (draft: Draft | null) =>
  queryOptions({
    queryKey: ['greetings', 'preview', draft],
    queryFn: ({ client, signal }) => {
      if (!draft) throw new Error('There is nothing to preview.');
      return dataOf(worldOf(client).api.POST('/v1/greetings/preview', { body: draft, signal }));
    },
    enabled: draft !== null,
    retry: false,
  });
