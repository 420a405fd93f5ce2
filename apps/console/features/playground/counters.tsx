import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ProblemNote } from '../../ui/problem-note.tsx';
import classes from './counters.module.css';
import { tallyQuery } from './playground-query.ts';

/** What must stay at nought whatever is broken, and what it is counted against. */
export function Counters() {
  const t = useTranslations('playground.tally');
  const tally = useQuery(tallyQuery);
  if (tally.isError) return <ProblemNote error={tally.error} onRetry={() => void tally.refetch()} />;
  const { messages = 0, twice = 0, lost = 0, callbacks = 0, repeatedCallbacks = 0, underWay = 0 } = tally.data ?? {};
  return (
    <section className={classes['counters']} aria-labelledby="tally" aria-live="polite">
      <h2 id="tally">{t('title')}</h2>
      <dl className={classes['promises']}>
        <Promised word={t('twice')} count={twice} />
        <Promised word={t('lost')} count={lost} />
      </dl>
      <p>
        {t('against', { messages, callbacks, repeatedCallbacks })}
        {underWay > 0 && <> {t('underWay', { underWay })}</>}
      </p>
    </section>
  );
}

function Promised({ word, count }: { word: string; count: number }) {
  return (
    <div data-broken={count > 0 || undefined}>
      <dd>{count}</dd>
      <dt>{word}</dt>
    </div>
  );
}
