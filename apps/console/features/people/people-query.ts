import { dataOf } from '@belfry/sdk';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';
import type { PeopleSearch } from './domain/people-search.ts';

const LIMIT = 200;
const PAGE = 50;

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ client, signal }) =>
    dataOf(worldOf(client).api.GET('/v1/people', { params: { query: { limit: LIMIT } }, signal })),
  select: (page) => page.data,
});

/** Those whom a choice offers for what was typed. */
export const peopleChoicesQuery = (q: string) =>
  queryOptions({
    queryKey: ['people', 'choices', q],
    queryFn: ({ client, signal }) => {
      const query = { limit: PAGE, ...(q === '' ? {} : { q }) };
      return dataOf(worldOf(client).api.GET('/v1/people', { params: { query }, signal }));
    },
    select: (page) => page.data,
  });

/** A page of people after another, newest first. */
export const peopleSearchQuery = ({ zone, ...search }: PeopleSearch) =>
  infiniteQueryOptions({
    queryKey: ['people', 'list', search, zone],
    queryFn: ({ client, signal, pageParam }) => {
      const query = {
        limit: PAGE,
        ...search,
        ...(zone === undefined ? {} : { timeZone: zone }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return dataOf(worldOf(client).api.GET('/v1/people', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', id],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/people/{id}', { params: { path: { id } }, signal })),
  });

export const relationshipsQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', id, 'relationships'],
    queryFn: ({ client, signal }) =>
      dataOf(
        worldOf(client).api.GET('/v1/people/{id}/relationships', {
          params: { path: { id }, query: { limit: LIMIT } },
          signal,
        }),
      ),
    select: (page) => page.data,
  });

/** Newest first. */
export const consentQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', id, 'consent'],
    queryFn: ({ client, signal }) =>
      dataOf(
        worldOf(client).api.GET('/v1/people/{id}/consent', {
          params: { path: { id }, query: { limit: PAGE } },
          signal,
        }),
      ),
    select: (page) => page.data,
  });
