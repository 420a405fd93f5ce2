import { useTranslations } from 'use-intl';
import { useNotify } from './use-notify.ts';

export type CouldNotStop = readonly { address: string }[];

/**
 * Says what was done by an action that stops things: its hint, or that nothing leaves any more; and instead of either, what
 * had left before it could be stopped.
 */
export function useSayDone(): (couldNotStop: CouldNotStop, title: string, hint?: string) => void {
  const t = useTranslations('act');
  const notify = useNotify();
  return (couldNotStop, title, hint = t('stopped')) => {
    const count = couldNotStop.length;
    if (count === 0) {
      notify({ tone: 'good', title, message: hint });
      return;
    }
    const addresses = couldNotStop.map((call) => call.address).join(', ');
    notify({ tone: 'warning', title, message: t('couldNotStop', { count, addresses }) });
  };
}
