import { type Client, type DeadLetter, dataOf, ProblemError, type ResolvedDeadLetters } from '@belfry/sdk';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
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
  /** It was stopped before all of them had been asked for. */
  isStopped: boolean;
}

interface Ends {
  onDone(request: ResolveRequest): void;
  onError?(error: unknown): void;
}

/** Makes contacts anew, or says that nothing is to be done about them; one that is refused does not keep the others. */
export function useResolve({ onDone, onError }: Ends) {
  const t = useTranslations('deadLetters');
  const { api } = useWorld();
  const changed = useChanged();
  const notify = useNotify();
  const [done, setDone] = useState(0);
  const isStopped = useRef(false);
  const resolve = useMutation({
    mutationFn: async ({ letters, all, ...request }: ResolveRequest) => {
      setDone(0);
      isStopped.current = false;
      return all ? resolveAll(all, request) : resolveEach(letters, request);
    },
    onSuccess: ({ count, refused, isStopped: early }, request) => {
      const { resolution } = request;
      const left = (request.all?.count ?? request.letters.length) - count - refused.length;
      const hint = early ? t('stopped', { count: left }) : t(`${resolution}Hint`);
      const isWhole = refused.length === 0;
      notify({
        tone: isWhole && !early ? 'good' : count === 0 ? 'bad' : 'warning',
        title: t(`${resolution}Done`, { count }),
        message: isWhole ? hint : t('refused', { count: refused.length, reason: refused[0] ?? '' }),
      });
      onDone(request);
    },
    ...(onError ? { onError } : {}),
    onSettled: () => changed('dead-letters'),
  });
  return {
    ...resolve,
    done,
    /** What is on its way is done; nothing more is asked for. */
    stop: () => {
      isStopped.current = true;
    },
  };

  async function resolveEach(letters: readonly DeadLetter[], request: Request): Promise<Resolved> {
    const refused: string[] = [];
    for (const [index, letter] of letters.entries()) {
      if (isStopped.current) return { count: index - refused.length, refused, isStopped: true };
      await callOf(
        letter,
        request,
      )(api).catch((error: unknown) => {
        if (!(error instanceof ProblemError) || error.status === 0) throw error;
        refused.push(error.detail);
      });
      setDone(index + 1);
    }
    return { count: letters.length - refused.length, refused, isStopped: false };
  }

  async function resolveAll(all: AllOpen, request: Request): Promise<Resolved> {
    const refused: string[] = [];
    let count = 0;
    for (let cursor: string | null = ''; cursor !== null; ) {
      if (isStopped.current) return { count, refused, isStopped: true };
      const part: ResolvedDeadLetters = await callOfAll(all, request, cursor)(api);
      count += part.resolved;
      refused.push(...part.refused.map(({ detail }) => detail));
      setDone(count + refused.length);
      cursor = part.nextCursor;
    }
    return { count, refused, isStopped: false };
  }
}
