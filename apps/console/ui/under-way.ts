import { useTranslations } from 'use-intl';

interface CallUnderWay {
  address: string;
}

/** What an action that stops things says of it: nothing leaves any more, or what had left before it could be stopped. */
export function useStopWords(): (couldNotStop: readonly CallUnderWay[]) => { isWhole: boolean; words: string } {
  const t = useTranslations('act');
  return (couldNotStop) => {
    const count = couldNotStop.length;
    if (count === 0) return { isWhole: true, words: t('stopped') };
    const addresses = couldNotStop.map((call) => call.address).join(', ');
    return { isWhole: false, words: t('couldNotStop', { count, addresses }) };
  };
}
