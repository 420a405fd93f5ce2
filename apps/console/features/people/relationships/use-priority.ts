import type { Client, Relationship } from '@belfry/sdk';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../../app/api.ts';
import { useChanged } from '../../../app/use-changed.ts';
import { useProblemWords } from '../../../ui/problem-words.ts';
import { useNotify } from '../../../ui/use-notify.ts';
import { newPriorities } from '../domain/new-priorities.ts';
import { changing } from './use-change-relationship.ts';

interface Move {
  from: number;
  to: number;
}

/** Changes the order in which people are asked. */
export function usePriority(relationships: readonly Relationship[]) {
  const t = useTranslations('relationships');
  const { api } = useWorld();
  const changed = useChanged();
  const notify = useNotify();
  const problemWords = useProblemWords();
  return useMutation({
    mutationFn: (move: Move) => ordering(relationships, move)(api),
    onSettled: () => changed('people'),
    onError: (error) => {
      notify({ tone: 'bad', title: t('orderFailed'), message: problemWords(error) });
    },
  });
}

/** What a move asks of the API. */
export function ordering(relationships: readonly Relationship[], { from, to }: Move) {
  return async (api: Client) => {
    for (const { item, priority } of newPriorities(relationships, from, to)) {
      await changing(item, { priority })(api);
    }
  };
}
