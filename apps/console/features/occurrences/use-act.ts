import { type Client, dataOf, type SnoozeRequest } from '@belfry/sdk';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { useProblemWords } from '../../ui/problem-words.ts';
import { useSayDone } from '../../ui/under-way.ts';
import { useNotify } from '../../ui/use-notify.ts';

/** What is done to an occurrence at a press; a snooze says until when. */
export type Action = 'acknowledge' | 'complete' | 'skip' | 'cancel' | 'snooze';

interface Subject {
  id: string;
  title: string;
}

type Request = { subject: Subject } & (
  | { action: Exclude<Action, 'snooze'> }
  | { action: 'snooze'; until: SnoozeRequest }
);

/** What an action asks of the API. */
export function callOf(request: Request) {
  const init = { params: { path: { id: request.subject.id } } };
  return (api: Client) => {
    switch (request.action) {
      case 'acknowledge':
        return dataOf(api.POST('/v1/occurrences/{id}/acknowledge', init));
      case 'complete':
        return dataOf(api.POST('/v1/occurrences/{id}/complete', init));
      case 'skip':
        return dataOf(api.POST('/v1/occurrences/{id}/skip', init));
      case 'cancel':
        return dataOf(api.POST('/v1/occurrences/{id}/cancel', init));
      case 'snooze':
        return dataOf(api.POST('/v1/occurrences/{id}/snooze', { ...init, body: request.until }));
    }
  };
}

/** Answers an occurrence for its person; the server answers when nothing more of it will leave. */
export function useAct(onDone?: () => void) {
  const t = useTranslations('act');
  const { api } = useWorld();
  const changed = useChanged();
  const notify = useNotify();
  const sayDone = useSayDone();
  const problemWords = useProblemWords();
  return useMutation({
    mutationFn: (request: Request) => callOf(request)(api),
    onSuccess: ({ couldNotStop, message }, { subject, action }) => {
      sayDone(couldNotStop, t(`${action}Done`, { title: subject.title }), action === 'snooze' ? message : undefined);
      onDone?.();
      return changed('occurrences');
    },
    onError: (error, { subject, action }) => {
      // A snooze is refused in its dialogue, beside what was typed.
      if (action === 'snooze') return;
      notify({ tone: 'bad', title: t('failed', { title: subject.title }), message: problemWords(error) });
    },
  });
}
