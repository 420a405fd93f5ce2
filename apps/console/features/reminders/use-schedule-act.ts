import { type Client, dataOf, type Schedule } from '@belfry/sdk';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { useProblemWords } from '../../ui/problem-words.ts';
import { useSayDone } from '../../ui/under-way.ts';
import { useNotify } from '../../ui/use-notify.ts';

export type ScheduleAct = 'pause' | 'resume' | 'finish' | 'delete';

/** What an action asks of the API. */
export function callOf({ id }: Schedule, act: ScheduleAct) {
  const init = { params: { path: { id } } };
  return async (api: Client): Promise<readonly { address: string }[]> => {
    if (act === 'delete') return (await dataOf(api.DELETE('/v1/schedules/{id}', init))).couldNotStop;
    if (act === 'finish') return (await dataOf(api.POST('/v1/schedules/{id}/finish', init))).couldNotStop;
    if (act === 'pause') return (await dataOf(api.POST('/v1/schedules/{id}/pause', init))).couldNotStop;
    return (await dataOf(api.POST('/v1/schedules/{id}/resume', init))).couldNotStop;
  };
}

/** What ends or halts a reminder; the server answers when nothing more of it will leave. */
export function useScheduleAct(schedule: Schedule, onDone: (act: ScheduleAct) => void) {
  const t = useTranslations('scheduleAct');
  const { api } = useWorld();
  const changed = useChanged();
  const notify = useNotify();
  const sayDone = useSayDone();
  const problemWords = useProblemWords();
  return useMutation({
    mutationFn: (act: ScheduleAct) => callOf(schedule, act)(api),
    onSuccess: async (couldNotStop, act) => {
      sayDone(couldNotStop, t(`${act}Done`, { title: schedule.title }), act === 'resume' ? t('resumeHint') : undefined);
      onDone(act);
      await changed('schedules');
    },
    onError: (error, act) => {
      // The others are refused in the dialogue that asked.
      if (act !== 'resume') return;
      notify({ tone: 'bad', title: t('resumeFailed', { title: schedule.title }), message: problemWords(error) });
    },
  });
}
