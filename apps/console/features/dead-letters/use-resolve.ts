import { type Client, type DeadLetter, dataOf, ProblemError, type ResolvedDeadLetters } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useNotify } from '../../ui/use-notify.ts';

export type Resolution = 'replay' | 'discard';

export interface ResolveRequest {
  resolution: Resolution;
  letters: readonly DeadLetter[];
  /** Instead: all that are open, also those that are not shown. */
  all?: AllOpen | undefined;
  /** Of a discard: kept with the letter. */
  reason?: string;
}

/** What it asks of the API for one letter. */
export function callOf({ id }: DeadLetter, { resolution, reason }: Omit<ResolveRequest, 'letters'>) {
  const init = { params: { path: { id } } };
  return (api: Client): Promise<unknown> =>
    resolution === 'replay'
      ? dataOf(api.POST('/v1/dead-letters/{id}/replay', init))
      : dataOf(api.POST('/v1/dead-letters/{id}/discard', { ...init, body: reason ? { discardReason: reason } : {} }));
}

export interface AllOpen {
  /** Of those that ended with it. */
  code: string | undefined;
  /** When the newest of them ended. */
  until: string;
  count: number;
}

const PART = 100;

/** What it asks of the API for all of them, a part at a time. */
export function callOfAll(
  { code, until }: AllOpen,
  { resolution, reason }: Omit<ResolveRequest, 'letters'>,
  cursor = '',
) {
  const query = { limit: PART, until, ...(code === undefined ? {} : { code }), ...(cursor === '' ? {} : { cursor }) };
  return (api: Client) =>
    resolution === 'replay'
      ? dataOf(api.POST('/v1/dead-letters/replay', { params: { query } }))
      : dataOf(api.POST('/v1/dead-letters/discard', { params: { query }, body: { discardReason: reason ?? '' } }));
}

type Request = Omit<ResolveRequest, 'letters' | 'all'>;

interface Resolved {
  count: number;
  /** Why, of those that were. */
  refused: string[];
}

/** Makes contacts anew, or says that nothing is to be done about them; one that is refused does not keep the others. */
export function useResolve(onDone: () => void) {
  const t = useTranslations('deadLetters');
  const { api } = useWorld();
  const queries = useQueryClient();
  const notify = useNotify();
  const [done, setDone] = useState(0);
  const resolve = useMutation({
    mutationFn: async ({ letters, all, ...request }: ResolveRequest) => {
      setDone(0);
      return all ? resolveAll(all, request) : resolveEach(letters, request);
    },
    onSuccess: ({ count, refused }, { resolution }) => {
      const isWhole = refused.length === 0;
      notify({
        tone: isWhole ? 'good' : count === 0 ? 'bad' : 'warning',
        title: t(`${resolution}Done`, { count }),
        message: isWhole ? t(`${resolution}Hint`) : t('refused', { count: refused.length, reason: refused[0] ?? '' }),
      });
      onDone();
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['dead-letters'] }),
        queries.invalidateQueries({ queryKey: ['dead-letter-codes'] }),
        queries.invalidateQueries({ queryKey: ['occurrences'] }),
      ]),
  });
  return { ...resolve, done };

  async function resolveEach(letters: readonly DeadLetter[], request: Request): Promise<Resolved> {
    const refused: string[] = [];
    for (const [index, letter] of letters.entries()) {
      await callOf(
        letter,
        request,
      )(api).catch((error: unknown) => {
        if (!(error instanceof ProblemError) || error.status === 0) throw error;
        refused.push(error.detail);
      });
      setDone(index + 1);
    }
    return { count: letters.length - refused.length, refused };
  }

  async function resolveAll(all: AllOpen, request: Request): Promise<Resolved> {
    const refused: string[] = [];
    let count = 0;
    for (let cursor: string | null = ''; cursor !== null; ) {
      const part: ResolvedDeadLetters = await callOfAll(all, request, cursor)(api);
      count += part.resolved;
      refused.push(...part.refused.map(({ detail }) => detail));
      setDone(count + refused.length);
      cursor = part.nextCursor;
    }
    return { count, refused };
  }
}
